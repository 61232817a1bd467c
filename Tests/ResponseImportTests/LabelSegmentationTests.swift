import Testing

@testable import ResponseImport

/// Taking a text of several labels apart, whatever the text.
struct LabelSegmentationTests {
  private static let labels = LabelSegmentation(["да": 0, "нет": 1, "да, но": 2, ",": 3, "аа": 4])

  @Test(
    arguments: [
      ("да, нет", .one([0, 1])), ("нет;  да , ", .one([1, 0])), ("да, но", .one([2])),
      ("нет,,,;| да", .one([1, 0])), ("да да", .none), ("", .none), ("нет, нет", .none),
    ] as [(String, LabelSegmentation.Outcome)])
  func `labels and their separators are told apart`(
    text: String, outcome: LabelSegmentation.Outcome
  ) {
    #expect(Self.labels.outcome(of: text) == outcome)
  }

  @Test(
    arguments: [
      ("bus lane tram", .one([1, 2])), ("bus tram", .one([0, 2])), ("tram bus lane", .one([2, 1])),
      ("bus lane bus", .one([1, 0])), ("bus and tram", .none), ("on foot bus", .several),
    ] as [(String, LabelSegmentation.Outcome)])
  func `labels with spaces between them are told apart where that has one way`(
    text: String, outcome: LabelSegmentation.Outcome
  ) {
    let labels = LabelSegmentation([
      "bus": 0, "bus lane": 1, "tram": 2, "on foot": 3, "on": 4, "foot bus": 5,
    ])
    #expect(labels.outcome(of: text) == outcome)
  }

  @Test(arguments: [
    String(repeating: ",", count: 200_000), String(repeating: "а", count: 200_000) + "б",
    "да" + String(repeating: " ,", count: 100_000), String(repeating: "да,", count: 100_000),
    String(repeating: "а", count: 100_000) + String(repeating: ",", count: 100_000),
  ])
  func `long texts are taken apart in little time`(text: String) {
    let many = LabelSegmentation(
      Dictionary(
        uniqueKeysWithValues: (1...300).map { (String(repeating: "а", count: $0) + "б", $0) }
          + [(",", 0), ("да", 301)]))
    #expect(many.outcome(of: text) != .several)
  }
}
