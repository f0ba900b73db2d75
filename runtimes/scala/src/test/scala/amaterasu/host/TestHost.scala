package amaterasu.host

import amaterasu.host.protocol.Params
import java.nio.file.{Files, Path}
import java.util.concurrent.atomic.AtomicInteger

/** How an attempt ended, and what was told of it on the way. */
final case class Ran(ended: Params, messages: List[(String, Params)]) {
  def status: String = ended.string("status")
  def error: Params = ended.obj("error")
  def statements: List[Params] = messages.collect { case ("statement.finished", params) => params }
  def lines: List[Long] = messages.collect { case ("statement.started", params) => params.long("line") }
  def published: List[Params] = messages.collect { case ("published", params) => params }
  def output: String = printed("stdout")
  def errorOutput: String = printed("stderr")
  def value(name: String): String = named(name).string("value")
  def tpe(name: String): String = named(name).string("type")
  /** The values of the expressions without a name, in order. */
  def results: List[String] = statements.filter(_.optString("name").isEmpty).flatMap(_.optString("value"))

  private def named(name: String): Params = statements.filter(_.optString("name").contains(name)).last
  private def printed(stream: String): String =
    messages.collect { case ("output", params) if params.string("stream") == stream => params.string("text") }.mkString
}

/** What a test asks for besides the source. */
final case class Asked(
    publish: Seq[Map[String, Any]] = Nil,
    inputs: Seq[Map[String, Any]] = Nil,
    compiled: Option[Path] = None,
    configuration: Map[String, Any] = Map.empty,
    envName: String = "test",
    conf: Map[String, String] = Map.empty,
    failure: Option[Map[String, Any]] = None,
    main: Option[Map[String, Any]] = None,
    session: String = "own",
    showData: Boolean = true,
    sources: Seq[Map[String, Any]] = Nil,
    worker: Option[Map[String, Any]] = None,
    kind: Option[String] = None,
    sourceRoot: Option[Path] = None,
    params: Map[String, Any] = Map("day" -> "2026-01-01")
)

/** The host under test, as its leader sees it. */
final class TestHost(val leader: TestLeader, val folder: Path) {
  private val attempts = new AtomicInteger

  def run(action: String, source: String, asked: Asked = Asked()): Ran = {
    val attempt = start(action, source, asked)
    finish(attempt)
  }

  def finish(attempt: String): Ran = Ran(leader.awaitMessage(attempt, "ended")(), leader.of(attempt))

  /** Returns the attempt's name. */
  def start(action: String, source: String, asked: Asked = Asked()): String = {
    val attempt = s"$action/${attempts.incrementAndGet()}"
    val answer = leader.ask("run", request(attempt, action, source, asked).toSeq: _*)
    assert(answer.optString("state").contains("accepted"), answer.fields)
    attempt
  }

  def request(attempt: String, action: String, source: String, asked: Asked): Map[String, Any] = Map(
    "attempt" -> attempt,
    "action" -> action,
    "type" -> asked.kind.getOrElse(if (asked.main.isDefined) "spark-jar" else "spark-scala"),
    "file" -> (if (asked.kind.contains("spark-sql")) s"$action.sql" else s"$action.scala"),
    "source" -> Map("inline" -> source),
    "compiled" -> asked.compiled.map(path => Map("path" -> path.toString)),
    "main" -> asked.main,
    "env" -> Map("inline" -> Map(
      "name" -> asked.envName, "master" -> "local[2]", "inputRootPath" -> "in", "outputRootPath" -> folder.toString,
      "workingDir" -> folder.toString, "configuration" -> asked.configuration, "params" -> asked.params)),
    "inputs" -> asked.inputs,
    "publish" -> asked.publish,
    "failure" -> asked.failure,
    "conf" -> asked.conf,
    "sources" -> asked.sources,
    "worker" -> asked.worker,
    "sourceRoot" -> asked.sourceRoot.map(_.toString),
    "options" -> Map("session" -> asked.session, "showData" -> asked.showData)
  )

  def reference(names: String*): Seq[Map[String, Any]] = names.map(name => Map("name" -> name, "policy" -> "reference"))
}

object TestHost {
  val spark: Map[String, String] = Map(
    "spark.master" -> "local[2]", "spark.app.name" -> "tests", "spark.ui.enabled" -> "false",
    "spark.sql.catalogImplementation" -> "in-memory", "spark.sql.shuffle.partitions" -> "2",
    "spark.driver.host" -> "localhost", "spark.driver.bindAddress" -> "127.0.0.1")

  /** The folder at the end of this JVM's class path. */
  def sharedDir: Path = Path.of(sys.props("ama.test.shared"))

  /** A host in this very JVM. */
  def here(): TestHost = {
    val folder = Files.createTempDirectory("ama-host-test").toRealPath()
    val leader = new TestLeader(lingerMs = 10000)
    val file = HostFile(
      leader.address, "token", 10000, 1, folder.resolve("classes"), Some(sharedDir), None,
      spark + ("spark.sql.warehouse.dir" -> folder.resolve("warehouse").toString), Map.empty)
    val thread = new Thread(() => Host.serve(file), "host-under-test")
    thread.setDaemon(true)
    thread.start()
    leader.accept()
    new TestHost(leader, folder)
  }
}
