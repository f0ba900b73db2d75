routes = AmaContext.get_dataframe("routes", "routes")
fitted = AmaContext.get_dataframe("trend", "fitted")

both = routes.merge(fitted, on=["origin", "destination", "part", "weekend"])
spread = both.residual.std()
late = both[both.residual > 2 * spread].nlargest(env.params["top"], "residual")

print(f"{len(both)} routes, residuals of ±{spread:.1f} minutes")
