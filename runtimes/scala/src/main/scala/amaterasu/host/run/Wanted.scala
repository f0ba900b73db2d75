package amaterasu.host.run

import java.net.URLEncoder
import java.nio.charset.StandardCharsets.UTF_8

/** What a request asks to publish, name by name. */
object Wanted {
  /** In the place of `*` comes every name that the attempt has and the request does not mention. */
  def of(request: Seq[Publication], names: Iterable[String]): Seq[Publication] = {
    val named = request.map(_.name).toSet
    val others = names.toSeq.distinct.filterNot(named).sorted
    request.flatMap {
      case all if all.name == "*" => others.map(name =>
        all.copy(name = name, path = all.path.map(folder => s"$folder/${encoded(name)}"), optional = true))
      case one => Seq(one)
    }
  }

  /** As the leader names the folders of the datasets that it knows. */
  private def encoded(name: String): String = URLEncoder.encode(name, UTF_8).replace("+", "%20")
}
