print("never")
broken <- function( {
