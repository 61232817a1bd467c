/// The seconds of wall time that some work took, run after run.
public struct Timing: Sendable {
  public let seconds: [Double]

  /// Runs the work a few times without and then `runs` times with the clock.
  ///
  /// The work's result is handed to `consume`, so that no compiler leaves it out.
  public init<Result>(
    runs: Int = 15, warmUps: Int = 3, of work: () throws -> Result,
    consume: (Result) -> Void = { _ in }
  ) rethrows {
    for _ in 0..<warmUps { consume(try work()) }
    let clock = ContinuousClock()
    var seconds: [Double] = []
    for _ in 0..<max(1, runs) {
      let start = clock.now
      let result = try work()
      let elapsed = clock.now - start
      consume(result)
      seconds.append(
        Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18)
    }
    self.seconds = seconds.sorted()
  }

  public var minimum: Double { seconds[0] }
  public var median: Double { seconds[seconds.count / 2] }
  public var maximum: Double { seconds[seconds.count - 1] }

  /// A line of a table: `name: median 1.23 ms (1.20 … 1.41, 15 runs)`.
  public func line(_ name: String) -> String {
    "\(name): median \(milliseconds(median)) ms "
      + "(\(milliseconds(minimum)) … \(milliseconds(maximum)), \(seconds.count) runs)"
  }

  private func milliseconds(_ seconds: Double) -> Double {
    (seconds * 1e6).rounded() / 1e3
  }
}
