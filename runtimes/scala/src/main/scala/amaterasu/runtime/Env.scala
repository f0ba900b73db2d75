package amaterasu.runtime

/**
 * The environment in which an action runs. Serialisable: it may be used in closures on executors.
 *
 * @param name what `env/` calls it
 * @param master Spark's master, such as `local[*]` or `yarn`
 * @param inputRootPath where the job's data lies, a path or URI
 * @param outputRootPath where its results go
 * @param workingDir where datasets between actions are kept
 * @param configuration the environment's own keys and values
 * @param params the parameters of the run
 */
final case class Env(
    name: String,
    master: String,
    inputRootPath: String,
    outputRootPath: String,
    workingDir: String,
    configuration: Settings,
    params: Settings
)
