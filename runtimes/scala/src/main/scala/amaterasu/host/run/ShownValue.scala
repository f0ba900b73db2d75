package amaterasu.host.run

import amaterasu.host.data.TypeName
import java.util.concurrent.{Callable, ExecutorService, FutureTask, TimeUnit}
import org.apache.spark.rdd.RDD
import org.apache.spark.sql.types.StructType
import org.apache.spark.sql.{Dataset, Row}
import scala.util.control.NonFatal

/** What the `code` report shows of a value. `data` tells that `text` may hold rows. */
final case class ShownValue(tpe: String, text: Option[String], data: Boolean)

object ShownValue {
  private val MaxChars = 200
  private val MaxItems = 20
  private val ToStringMs = 200L

  /** Never throws, and never takes long: a user's own `toString` gets 200 ms. */
  def of(staticType: String, value: Any, showData: Boolean): ShownValue = {
    val tpe = TypeName.short(staticType)
    try value match {
      case data: Dataset[_] => ofFrame(tpe, data.schema)
      case _: RDD[_] | null => ShownValue(tpe, if (value == null) Some("null") else None, data = false)
      case _ =>
        val isData = holdsData(value)
        val text = if (isData && !showData) size(value).map(count => s"$count elements") else text1(value)
        ShownValue(tpe, text.map(cut), isData && showData)
    } catch { case NonFatal(_) | _: LinkageError | _: StackOverflowError => ShownValue(tpe, None, data = false) }
  }

  def ofFrame(tpe: String, schema: StructType): ShownValue =
    ShownValue(tpe + " " + columns(schema), None, data = false)

  /** Without forcing it: a `lazy val` that nobody has used. */
  def lazyVal(staticType: String): ShownValue = ShownValue(TypeName.short(staticType), Some("<lazy>"), data = false)

  private def columns(schema: StructType): String =
    schema.fields.map(field => s"${field.name}: ${field.dataType.simpleString}").mkString("[", ", ", "]").take(500)

  private def holdsData(value: Any): Boolean = value match {
    case _: Row | _: Array[_] | _: collection.Map[_, _] => true
    case _: Range => false
    case _: Iterable[_] => true
    case _: Option[_] => true
    case product: Product => product.productArity > 0
    case _ => false
  }

  private def size(value: Any): Option[Int] = value match {
    case array: Array[_] => Some(array.length)
    case items: Iterable[_] if items.knownSize >= 0 => Some(items.knownSize)
    case _ => None
  }

  private def text1(value: Any): Option[String] = value match {
    case text: String => Some(text)
    case _: Number | _: Boolean | _: Char | _: Range => Some(value.toString)
    case array: Array[_] => Some(items("Array", array.iterator, array.length))
    case sized: Iterable[_] if sized.knownSize > MaxItems && isPlain(sized) =>
      Some(items(sized.getClass.getSimpleName, sized.iterator, sized.knownSize))
    case other => within(ToStringMs)(String.valueOf(other))
  }

  private def isPlain(items: Iterable[_]): Boolean = items.getClass.getName.startsWith("scala.collection.")

  private def items(kind: String, values: Iterator[Any], count: Int): String = {
    val shown = values.take(MaxItems).map(value => text1(value).getOrElse("…")).mkString(", ")
    if (count > MaxItems) s"$kind($shown, … $count in all)" else s"$kind($shown)"
  }

  private def cut(text: String): String = {
    if (text.length <= MaxChars) text
    else {
      val end = if (Character.isHighSurrogate(text.charAt(MaxChars - 1))) MaxChars - 1 else MaxChars
      s"${text.take(end)}… (${text.length} characters)"
    }
  }

  /** On a thread that is given up when it is late. */
  private def within(ms: Long)(body: => String): Option[String] = {
    val task = new FutureTask[String](new Callable[String] { override def call(): String = body })
    threads.execute(task)
    try Option(task.get(ms, TimeUnit.MILLISECONDS))
    catch {
      case _: java.util.concurrent.TimeoutException | _: java.util.concurrent.ExecutionException =>
        task.cancel(true)
        None
    }
  }

  private val threads: ExecutorService = java.util.concurrent.Executors.newCachedThreadPool { body =>
    val thread = new Thread(body, "ama-show")
    thread.setDaemon(true)
    thread
  }
}
