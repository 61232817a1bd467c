import TextFormats

extension Producer {
  /// What became of a submission before it was exported, where that keeps it from being an interview.
  ///
  /// - Parameters:
  ///   - column: The column's name.
  ///   - value: What stands in it.
  /// - Returns: nil where it may be one, and for columns that say nothing of it.
  func refusal(column: String, value: String) -> RefusalReason? {
    guard let words = reviews[Self.bare(column)] else { return nil }
    let text = value.trimmingSpace.lowercased()
    if self == .qualtrics, let reason = Self.qualtricsRefusal(status: text) { return reason }
    return words.first { $0.values.contains(text) }?.reason
  }

  /// What Qualtrics says of a response: a sum of 1 (preview), 2 (test), 4 (imported), 8 (spam), 16
  /// (offline) and 32 (employee research), or its words, such as `Survey Preview Spam`.
  private static func qualtricsRefusal(status text: String) -> RefusalReason? {
    let code = Double(text).flatMap { Int(exactly: $0) }.flatMap { $0 > 0 ? $0 : nil } ?? 0
    let words = text.split { !$0.isLetter }
    if code & 1 != 0 || words.contains("preview") { return .preview }
    if code & 2 != 0 || words.contains("test") { return .test }
    if code & 8 != 0 || words.contains("spam") { return .spam }
    return nil
  }

  /// Whether a column may tell of it.
  func reviews(_ column: String) -> Bool { reviews[Self.bare(column)] != nil }

  private typealias Verdicts = [(reason: RefusalReason, values: Set<String>)]

  /// By the column's name in small letters.
  private var reviews: [String: Verdicts] {
    switch self {
    case .qualtrics:
      [
        "status": [],
        "distributionchannel": [(.preview, ["preview"]), (.test, ["test"])],
      ]
    case .kobo:
      [
        "_validation_status": [
          (
            .rejected,
            [
              "validation_status_not_approved", "not approved", "не одобрено", "не утверждено",
              "non approuvé", "no aprobado",
            ]
          )
        ],
        "_review_status": [(.rejected, ["2", "rejected"])],
      ]
    case .odkCentral: ["reviewstate": [(.rejected, ["rejected"])]]
    case .surveyCTO: ["review_status": [(.rejected, ["rejected"])]]
    case .surveySolutions:
      [
        "interview__status": [
          (.rejected, ["65", "125", "rejectedbysupervisor", "rejectedbyheadquarters"])
        ]
      ]
    case .odk, .limeSurvey, .googleForms, .yandexForms, .surveyMonkey, .oneKA,
      .microsoftForms:
      [:]
    }
  }
}

/// The columns of a file that tell which of its records were previews, tests or rejected ones.
struct ReviewColumns {
  /// Why a record is no interview, and the column that says so.
  struct Refusal: Hashable {
    var reason: RefusalReason
    var column: Int
  }

  private let producer: Producer?
  private let columns: [(place: Int, name: String)]

  init(_ producer: Producer?, header: [String]) {
    self.producer = producer
    columns = header.enumerated().filter { producer?.reviews($0.element) == true }
      .map { (place: $0.offset, name: $0.element) }
  }

  /// Why a record is no interview; nil where it may be one.
  ///
  /// - Parameter text: The field of a column.
  func refusal(_ text: (_ column: Int) -> String) -> Refusal? {
    guard let producer else { return nil }
    return columns.compactMap { column in
      producer.refusal(column: column.name, value: text(column.place)).map {
        Refusal(reason: $0, column: column.place)
      }
    }.first
  }
}
