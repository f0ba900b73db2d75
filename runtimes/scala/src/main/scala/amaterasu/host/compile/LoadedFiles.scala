package amaterasu.host.compile

import java.nio.file.{Files, Path}
import java.security.MessageDigest

/** The files that a source names by `:load` or `:require`. */
private object LoadedFiles {
  def describe(path: Path, jar: Boolean): LoadedFile = LoadedFile(path.toString, sha256(path), jar)

  /** Whether an action that was compiled earlier would be compiled from the same files now. */
  def areUnchanged(action: CompiledAction): Boolean =
    action.loaded.forall(file => Files.isRegularFile(Path.of(file.path)) && sha256(Path.of(file.path)) == file.sha256)

  private def sha256(path: Path): String =
    MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path)).map(byte => f"${byte & 0xff}%02x").mkString
}
