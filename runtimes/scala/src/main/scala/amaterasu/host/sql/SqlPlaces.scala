package amaterasu.host.sql

import org.apache.spark.sql.catalyst.trees.SQLQueryContext

/** Where the SQL statements of actions stand, to name the one that defined a dataset which fails in another action. */
final class SqlPlaces {
  private val statements = new java.util.LinkedHashMap[String, SqlStatement] {
    override def removeEldestEntry(eldest: java.util.Map.Entry[String, SqlStatement]): Boolean = size > SqlPlaces.Remembered
  }

  def note(statement: SqlStatement): Unit = synchronized(statements.put(statement.text, statement)): Unit

  /** `file:line` of what an error is about. A view's own text is only a part of the statement that created it. */
  def find(context: SQLQueryContext): Option[String] = context.sqlText.filter(_.nonEmpty).flatMap { text =>
    val found = synchronized(Option(statements.get(text)).orElse(
      statements.values.toArray(Array.empty[SqlStatement]).findLast(_.text.contains(text))))
    found.map { statement =>
      val offset = statement.text.indexOf(text) + context.originStartIndex.getOrElse(0)
      s"${statement.source.file}:${statement.source.line(statement.origin(math.min(offset, statement.text.length - 1)))}"
    }
  }
}

object SqlPlaces {
  private val Remembered = 1000
}
