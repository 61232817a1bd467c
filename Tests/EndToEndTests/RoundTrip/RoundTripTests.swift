import Foundation
import Testing

/// What is exported comes back the same: a draft made from an export and its codebook gives every share,
/// mean and reason of the study again, and leaves nothing open that the export knows.
struct RoundTripTests {
  static let formats = ["sav", "zsav", "dta", "csv"]

  /// Studies drawn by chance: eight of them, or as many as `LOCI_ROUND_TRIP_SEEDS` says.
  static let seeds =
    0..<(ProcessInfo.processInfo.environment["LOCI_ROUND_TRIP_SEEDS"]
    .flatMap(Int.init) ?? 8)

  /// What no export tells, whatever its format.
  private static let open: Set<String> = [
    "study.csv", "waves.csv", "cities.csv", "sources.csv identifier", "groups.csv", "factors.csv",
  ]

  private func check(_ trip: RoundTrip, _ name: String) {
    #expect(trip.figures.count > 20, "\(name)")
    #expect(trip.differing.isEmpty, "\(name): \(trip.differing.prefix(5))")
    let asked = trip.asked.filter { question in
      !Self.open.contains { question.hasPrefix($0) }
    }
    #expect(asked.isEmpty, "\(name): \(asked)")
    #expect(trip.isSynthetic, "\(name)")
  }

  @Test(arguments: formats)
  func `the model study comes back`(format: String) throws {
    check(try RoundTrip(of: ModelStudy.folder, format: format), format)
  }

  @Test(arguments: formats)
  func `the panel comes back`(format: String) throws {
    check(try RoundTrip(of: PanelStudy.folder, format: format), format)
  }

  @Test(arguments: seeds)
  func `drawn studies come back`(seed: Int) throws {
    let study = try AnsweredStudy(seed: seed)
    defer { study.remove() }
    for format in Self.formats {
      check(try RoundTrip(of: study.folder, format: format), "\(seed) \(format)")
    }
  }
}
