package amaterasu.host.workers

import java.nio.file.attribute.PosixFilePermissions
import java.nio.file.{Files, Path}

/** A file that only its user can read. */
private object SecretFile {
  private val ownersOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))

  def write(folder: Path, text: String): Path =
    Files.writeString(Files.createTempFile(folder, "secret", "", ownersOnly), text)
}
