import Dispatch

/// The values of a function at 0 ..< count, computed on all cores, in order.
package func concurrentMap<Value: Sendable>(
  _ count: Int, _ value: @Sendable (Int) -> Value
) -> [Value] {
  let slots = Slots<Value>(count: count)
  DispatchQueue.concurrentPerform(iterations: count) { slots.set($0, to: value($0)) }
  return slots.values
}

/// The values of a function at 0 ..< count, on all cores where there are many.
package func concurrently<Value: Sendable>(
  _ count: Int, _ value: @Sendable (Int) -> Value
) -> [Value] {
  count < 4 ? (0..<count).map(value) : concurrentMap(count, value)
}

/// One place for each value, each written once by one thread.
private final class Slots<Value>: @unchecked Sendable {
  private let buffer: UnsafeMutableBufferPointer<Value?>

  init(count: Int) {
    buffer = .allocate(capacity: count)
    buffer.initialize(repeating: nil)
  }

  deinit {
    buffer.deinitialize()
    buffer.deallocate()
  }

  func set(_ place: Int, to value: Value) { buffer[place] = value }

  var values: [Value] { buffer.compactMap(\.self) }
}
