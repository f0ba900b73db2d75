package acme.words

case class Word(text: String)

object Words {
  def loud(text: String): String =
    text.toUpperCase + "!"
}
