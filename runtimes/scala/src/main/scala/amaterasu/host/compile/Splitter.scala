package amaterasu.host.compile

import scala.tools.nsc.interpreter.IMain
import scala.util.control.NonFatal

/** Cuts a part of a source into statements at the places that the compiler's parser found. */
private object Splitter {

  /** `trees` are the part's top-level trees, with range positions into `part.text`. */
  def chunks(intp: IMain)(part: SourcePart, trees: List[intp.global.Tree]): List[Chunk] = {
    val text = part.text
    val placed = trees.filter(_.pos.isRange)
    val kinds = placed.map(tree => kind(intp)(tree))
    // The first of a class and its companion has no end of its own: they must be compiled together.
    val ends = placed.zip(kinds).zip(kinds.drop(1) :+ None).collect {
      case ((tree, own), next) if !areCompanions(own, next) => tree.pos.end
    }
    var start = Trivia.endFrom(text, 0)
    ends.flatMap { end =>
      // `val (a, b) = …` is several trees in one range, and so are `import a._, b._` and `val a, b = …`.
      if (end <= start || goesOn(text, end)) None
      else {
        val chunk = Chunk(part, start, closing(text, end))
        start = Trivia.endFrom(text, chunk.end)
        Some(chunk)
      }
    }
  }

  /** The names that a statement which does not compile would have defined. */
  def definedNames(intp: IMain)(text: String): List[String] = {
    import intp.global._
    try intp.parse(text).toOption.toList.flatMap(_._1.asInstanceOf[List[Tree]]).collect {
      case definition: MemberDef => definition.name.decodedName.toString.trim
    } catch { case NonFatal(_) => Nil }
  }

  /** A class's or an object's name, and whether it is an object. */
  private def kind(intp: IMain)(tree: intp.global.Tree): Option[(String, Boolean)] = {
    import intp.global._
    tree match {
      case ClassDef(_, name, _, _) => Some(name.toString -> false)
      case ModuleDef(_, name, _) => Some(name.toString -> true)
      case _ => None
    }
  }

  private def areCompanions(one: Option[(String, Boolean)], other: Option[(String, Boolean)]): Boolean =
    one.exists { case (name, isObject) => other.contains(name -> !isObject) }

  private def goesOn(text: String, end: Int): Boolean = text.startsWith(",", Trivia.endFrom(text, end))

  /** A parenthesis around a whole statement does not belong to its tree's position. */
  @annotation.tailrec
  private def closing(text: String, end: Int): Int = {
    val next = Trivia.endFrom(text, end)
    if (next < text.length && ")]}".indexOf(text.charAt(next)) >= 0) closing(text, next + 1) else end
  }
}
