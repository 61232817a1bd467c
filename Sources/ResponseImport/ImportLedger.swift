import SurveyModel
import TabularFiles

/// What became of a field file: every byte and record, and what was done to understand it.
public struct ImportLedger: Sendable {
  /// A number of records and how much of the file they are.
  public struct Tally: Hashable, Sendable {
    public var records: Int
    /// In the unit of ``table``.
    public var size: Int

    public init(records: Int = 0, size: Int = 0) {
      self.records = records
      self.size = size
    }
  }

  /// Records set aside for one reason.
  public struct Quarantined: Hashable, Sendable {
    /// `too-few-fields`, `bad-weight`, …
    public var reason: String
    public var tally: Tally
  }

  /// Records kept for one city and wave.
  public struct Kept: Hashable, Sendable {
    public var city: String
    public var wave: String
    public var records: Int
    /// How many of them are partial interviews; the others are complete.
    public var partial = 0
  }

  /// Records of one city and wave that are no interviews for one reason.
  public struct SetAside: Hashable, Sendable {
    public struct Place: Hashable, Sendable {
      public var key: SampleKey
      public var reason: RefusalReason
    }

    public var place: Place
    public var records: Int
  }

  public var file: String
  /// `xlsx`, `sav`, …: what the file is where it is no text.
  public var container: String?
  public var dialect: Dialect
  /// Records, and bytes or rows, as the table has them.
  public var table: FileLedger
  public var kept: Tally
  /// By city and wave, in the study's order.
  public var samples: [Kept]
  /// Reasons in the order of their first record.
  public var quarantined: [Quarantined]
  /// Questions that the file has, in the questionnaire's order.
  public var questions: [QuestionLedger]
  /// Questions that it lacks.
  public var absentQuestions: [String]
  /// Columns that neither the questionnaire nor the source knows.
  public var unusedColumns: [String]
  public var looseMatches: [LooseMatch]
  /// Rows of `corrections.csv` for this file.
  public var corrections: [CorrectionOutcome]
  /// The program that the file was exported from, where its columns betray it.
  public var producer: Producer?
  /// Columns that identify a person, by their names.
  public var personalColumns: [String] = []
  /// Previews, tests, rejected records, break-offs and parts of resumed interviews, by city and wave.
  public var setAside: [SetAside] = []
  /// Kept records that another file has too and that count there.
  public var repeated = 0

  /// Records read: kept and set aside.
  public var records: Int { table.records }

  public var quarantinedTotal: Tally {
    quarantined.reduce(into: Tally()) {
      $0.records += $1.tally.records
      $0.size += $1.tally.size
    }
  }

  /// Whether every byte of a text, every row of another file, and every record is accounted for, once.
  public var isBalanced: Bool {
    let aside = quarantinedTotal
    return table.isBalanced && records == kept.records + aside.records
      && table.total == kept.size + aside.size + table.nonDataSize
      && kept.records == samples.reduce(0) { $0 + $1.records }
  }
}

/// What became of the cells of one question.
public struct QuestionLedger: Hashable, Sendable {
  public var question: String
  /// Interviews with an answer.
  public var answers: Int
  /// Interviews without one, by reason; those that do not occur are 0, but for blanks of which it
  /// cannot be told whether an answer was due.
  public var missing: [MissingReason: Int]
  public var repairs: [RepairTally]
  /// Answers to the question where it was not to be asked.
  public var answersNotDue: Int

  private static let usualReasons = MissingReason.allCases.filter { $0 != .notAskedOrLost }

  init(
    question: String, missing reasons: [MissingReason?], repairs: [RepairTally],
    answersNotDue: Int
  ) {
    self.question = question
    self.repairs = repairs
    self.answersNotDue = answersNotDue
    missing = Dictionary(uniqueKeysWithValues: Self.usualReasons.map { ($0, 0) })
    answers = 0
    for reason in reasons {
      if let reason { missing[reason, default: 0] += 1 } else { answers += 1 }
    }
  }
}

/// How many cells were repaired in one way.
public struct RepairTally: Hashable, Sendable {
  public var repair: Repair
  public var count: Int
}
