package com.example

/** A program that ends as its argument says. */
object Endings {
  private val long = 10000000

  def main(args: Array[String]): Unit = args.head match {
    case "code-0" => println("a"); sys.exit(0)
    case "error" => sys.error("x")
    case "child" => new ProcessBuilder("sleep", "98761").start()
    case "no-newline" => print("a")
    case "no-utf-8" => System.out.write(Array[Byte]('a', -1, 'b', '\n')); System.out.flush()
    case "long-line" => println("x" * long)
    case "stdin" => println(System.in.read())
  }
}
