package amaterasu.host

import java.nio.file.{Files, Path}

object TestFolder {
  def delete(folder: Path): Unit = {
    val paths = Files.walk(folder)
    try paths.sorted(java.util.Comparator.reverseOrder[Path]).forEach(path => Files.deleteIfExists(path): Unit)
    finally paths.close()
  }
}
