package amaterasu.host.run

import amaterasu.host.data.Source
import amaterasu.host.protocol.{Json, Params}
import amaterasu.host.workers.WorkerCommand
import amaterasu.runtime.{Env, Failure, Settings}
import java.nio.file.{Files, Path}

/** A dataset that the attempt reads: an object of this host where `path` is empty, else a file. */
final case class Input(
    action: String, name: String, path: Option[String], format: Option[String], schema: Option[String])

/**
 * A dataset that the attempt is to publish; `policy` is `reference`, `cache`, `checkpoint` or `file`. The name `*` means
 * every other one. An `optional` one is passed over where it is not defined or no dataset.
 */
final case class Publication(
    name: String, policy: String, path: Option[String], format: Option[String], optional: Boolean)

final case class MainClass(name: String, args: Seq[String])

/** `worker` runs the action where the host does not do so itself; it gets the request as it came, which is `raw`. */
final case class RunRequest(
    attempt: String,
    action: String,
    kind: String,
    file: String,
    source: Option[String],
    firstLine: Int,
    compiled: Option[Path],
    sourceRoot: Option[Path],
    main: Option[MainClass],
    env: Env,
    inputs: List[Input],
    publish: List[Publication],
    failure: Option[Failure],
    conf: Map[String, String],
    sources: List[Source],
    sharedSession: Boolean,
    showData: Boolean,
    worker: Option[WorkerCommand],
    raw: Map[String, Any]
)

object RunRequest {
  def of(params: Params): RunRequest = RunRequest(
    attempt = params.string("attempt"),
    action = params.string("action"),
    kind = params.string("type"),
    file = params.optString("file").getOrElse(params.string("action")),
    source = source(params),
    firstLine = params.optLong("firstLine").getOrElse(1L).toInt,
    compiled = compiledPath(params),
    sourceRoot = sourceRoot(params),
    main = params.optObj("main").map(main => MainClass(main.string("class"), main.strings("args"))),
    env = env(envParams(params.obj("env"))),
    inputs = params.list("inputs").map(input =>
      Input(input.string("action"), input.string("name"), input.optString("path"), input.optString("format"),
        input.optObj("schema").map(schema => Json.write(schema.fields)))),
    publish = params.list("publish").map(wanted => Publication(
      wanted.string("name"), wanted.string("policy"), wanted.optString("path"), wanted.optString("format"),
      wanted.boolean("optional", default = false))),
    failure = params.optObj("failure").map(failure),
    conf = params.obj("conf").texts,
    sources = params.list("sources").map(external),
    sharedSession = params.obj("options").optString("session").contains("shared"),
    showData = params.obj("options").boolean("showData", default = false),
    worker = worker(params),
    raw = params.fields
  )

  def worker(params: Params): Option[WorkerCommand] = params.optObj("worker").map(WorkerCommand.of)

  private def source(params: Params): Option[String] = {
    if (params.optObj("source").isEmpty && params.optObj("main").isEmpty)
      throw new Params.BadParams("there is neither a \"source\" nor a \"main\"")
    params.optObj("source").map(text)
  }

  def sourceRoot(params: Params): Option[Path] = params.optString("sourceRoot").map(Path.of(_))

  def compiledPath(params: Params): Option[Path] = params.optObj("compiled").map(kept => Path.of(kept.string("path")))

  /** A text, inline or in a file. */
  def text(source: Params): String =
    source.optString("inline").getOrElse(Files.readString(Path.of(source.string("path"))))

  private def envParams(params: Params): Params =
    params.optObj("inline").getOrElse(Params.of(Json.parse(Files.readString(Path.of(params.string("path")))) match {
      case map: Map[_, _] => map
      case _ => throw new Params.BadParams("the environment's file must hold an object")
    }))

  private def env(params: Params): Env = Env(
    params.string("name"), params.string("master"), params.string("inputRootPath"), params.string("outputRootPath"),
    params.string("workingDir"),
    Settings.of("the environment's configuration", params.obj("configuration").fields),
    Settings.of("params of maki.yml", params.obj("params").fields)
  )

  private def external(params: Params): Source = Source(
    params.string("name"), params.optString("uri"), params.optString("format"), params.optString("table"),
    params.optString("mode"), params.strings("partitionBy"), params.obj("options").texts, params.obj("keys").fields,
    params.optString("definedAt"))

  private def failure(params: Params): Failure = Failure(
    params.string("action"), params.string("type"), params.string("message"), params.optString("file"),
    params.optLong("line").map(_.toInt), params.long("attempts").toInt)
}
