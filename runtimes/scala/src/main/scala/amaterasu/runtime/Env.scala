package amaterasu.runtime

/** The environment in which an action runs. Serialisable: it may be used in closures on executors. */
final case class Env(
    name: String,
    master: String,
    inputRootPath: String,
    outputRootPath: String,
    workingDir: String,
    configuration: Settings,
    params: Settings
)
