package amaterasu.host.run

import amaterasu.host.protocol.{Json, Params, Reply}
import org.apache.spark.rdd.RDD
import org.apache.spark.sql.functions.{col, struct, to_json}
import org.apache.spark.sql.{DataFrame, Dataset}
import scala.collection.immutable.VectorMap

/** The first rows of a published dataset. */
object Preview {
  private val Group = "ama-preview"
  /** Far below the longest line that may be sent. */
  private val MaxChars = 512 * 1024

  def answer(shared: Shared, params: Params, reply: Reply): Unit = {
    val (action, name) = (params.string("action"), params.string("name"))
    val limit = params.long("limit").toInt
    shared.session.get().sparkContext.setJobGroup(Group, s"$action.$name", interruptOnCancel = true)
    shared.datasets.get(action, name).map(_.value) match {
      case Some(data: Dataset[_]) => reply.result(ofFrame(data.toDF(), limit).toSeq: _*)
      case Some(rdd: RDD[_]) =>
        val elements = rdd.take(limit + 1).map(value => element(value)).toSeq
        reply.result(cut(elements, limit).toSeq: _*)
      case _ => reply.fail(Reply.InvalidParams, s"there is no dataset $action.$name here")
    }
  }

  private def ofFrame(data: DataFrame, limit: Int): VectorMap[String, Any] = {
    val row = struct(data.columns.toIndexedSeq.map(name => col(s"`${name.replace("`", "``")}`")): _*)
    val options = java.util.Map.of("ignoreNullFields", "false")
    val rows = data.limit(limit + 1).select(to_json(row, options)).collect().map(line => Json.parse(line.getString(0)))
    VectorMap[String, Any]("schema" -> Json.parse(data.schema.json)) ++ cut(rows.toSeq, limit)
  }

  private def cut(rows: Seq[Any], limit: Int): VectorMap[String, Any] = {
    var chars = 0
    val shown = rows.take(limit).takeWhile { row => chars += Json.write(row).length; chars <= MaxChars }
    VectorMap("rows" -> shown, "more" -> (rows.size > shown.size))
  }

  private def element(value: Any): Any = value match {
    case plain @ (_: Number | _: Boolean | _: String) => plain
    case other => String.valueOf(other)
  }
}
