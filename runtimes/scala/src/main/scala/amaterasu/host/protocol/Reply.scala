package amaterasu.host.protocol

/** The answer to one request. */
final class Reply(id: Any, outbox: Outbox) {
  def result(fields: (String, Any)*): Unit = send("result" -> collection.immutable.VectorMap.from(fields))
  def fail(code: Int, message: String): Unit = send("error" -> Map("code" -> code, "message" -> message))

  private def send(outcome: (String, Any)): Unit =
    outbox.answer(Json.write(collection.immutable.VectorMap("jsonrpc" -> "2.0", "id" -> id, outcome)))
}

object Reply {
  val UnknownMethod: Int = -32601
  val InvalidParams: Int = -32602
  val Internal: Int = -32603
  val OldEpoch: Int = -32003
}
