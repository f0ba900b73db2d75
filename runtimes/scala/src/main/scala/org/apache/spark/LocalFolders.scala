package org.apache.spark

import java.io.File
import org.apache.spark.util.{ShutdownHookManager, Utils}
import scala.collection.mutable
import scala.util.control.NonFatal

/** Opens what Spark keeps to its own packages: the folders that it would delete when it is stopped. */
object LocalFolders {
  def delete(): Unit = Option(SparkEnv.get).foreach { env =>
    (env.blockManager.diskBlockManager.localDirs ++ env.driverTmpDir.map(new File(_)) ++ registered).foreach { folder =>
      try Utils.deleteRecursively(folder)
      catch { case NonFatal(problem) => System.err.println(s"$folder was not deleted: ${problem.getMessage}") }
    }
  }

  private def registered: Seq[File] =
    try {
      val field = ShutdownHookManager.getClass.getDeclaredField("shutdownDeletePaths")
      field.setAccessible(true)
      field.get(ShutdownHookManager).asInstanceOf[mutable.HashSet[String]].toSeq.map(new File(_))
    } catch { case _: NoSuchFieldException => Nil }
}
