package amaterasu.host

import java.nio.file.Files
import org.apache.hadoop.security.UserGroupInformation

/**
 * The user's name and home where the user id has no account, as in many containers: the JVM says `?` for both, Hadoop
 * fails on the name, and libraries make folders called `?`.
 */
object Account {
  private val unknown = "?"

  def complete(): Unit = {
    if (System.getProperty("user.home") == unknown)
      System.setProperty("user.home", sys.env.getOrElse("HOME", System.getProperty("java.io.tmpdir")))
    if (System.getProperty("user.name") == unknown) {
      val name = s"uid-$ownUid"
      System.setProperty("user.name", name)
      UserGroupInformation.setLoginUser(UserGroupInformation.createRemoteUser(name))
    }
  }

  private def ownUid: AnyRef = {
    val probe = Files.createTempFile("ama", "uid")
    try Files.getAttribute(probe, "unix:uid")
    finally Files.delete(probe)
  }
}
