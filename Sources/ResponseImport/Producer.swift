import SurveyModel
import TabularFiles

/// A program that field files are exported from, known by the columns that it adds.
public enum Producer: String, Hashable, Sendable, CaseIterable {
  case kobo
  case odkCentral = "odk-central"
  /// ODK Briefcase, Aggregate or Collect's own files.
  case odk
  case surveyCTO = "surveycto"
  case surveySolutions = "survey-solutions"
  case limeSurvey = "limesurvey"
  case googleForms = "google-forms"
  case yandexForms = "yandex-forms"
  case qualtrics
  case surveyMonkey = "surveymonkey"
  case oneKA = "1ka"
  case microsoftForms = "microsoft-forms"

  /// Its name, where it keeps the answers on servers outside Russia unless told otherwise; nil for
  /// programs that run on machines of one's own or in Russia.
  public var foreignService: String? {
    switch self {
    case .kobo: "KoboToolbox"
    case .surveyCTO: "SurveyCTO"
    case .googleForms: "Google Forms"
    case .qualtrics: "Qualtrics"
    case .surveyMonkey: "SurveyMonkey"
    case .oneKA: "1KA"
    case .microsoftForms: "Microsoft Forms"
    case .odkCentral, .odk, .surveySolutions, .limeSurvey, .yandexForms: nil
    }
  }

  /// What divides the groups and the name of a column.
  var pathSigns: Set<Character> {
    switch self {
    case .odkCentral, .odk: ["/", ".", "-", ":"]
    default: ["/", "."]
    }
  }

  /// Columns that the program adds, without the groups before them, in lower case.
  private var ownColumns: Set<String> {
    switch self {
    case .kobo:
      [
        "_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status",
        "_submitted_by", "__version__", "_version_", "_tags", "_index", "_attachments",
        "_geolocation", "_xform_id_string", "instanceid", "rootuuid", "deprecatedid",
        "formhub/uuid", "uuid", "_review_status", "_review_comment", "_duration", "_edited",
        "_date_modified", "_media_count", "_total_media", "_media_all_received",
      ]
    case .odkCentral:
      Self.odkColumns.union([
        "submitterid", "submittername", "attachmentspresent", "attachmentsexpected", "status",
        "reviewstate", "deviceid", "edits", "formversion",
      ])
    case .odk: Self.odkColumns
    case .surveyCTO:
      [
        "submissiondate", "key", "formdef_version", "instanceid", "review_status",
        "review_quality", "review_comments", "review_corrections", "starttime", "endtime",
        "caseid", "devicephonenum", "subscriberid", "simid",
      ]
    case .surveySolutions:
      [
        "interview__key", "interview__id", "interview__status", "interview__mode", "assignment__id",
        "sssys_irnd", "has__errors", "responsible",
      ]
    case .limeSurvey:
      [
        "id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp",
        "ipaddr", "refurl", "token", "response id", "date submitted", "last page",
        "start language", "date started", "date last action", "ip address", "referrer url",
        "id ответа", "дата отправки", "последняя страница", "начальный язык", "дата начала",
        "дата последнего действия",
      ]
    case .googleForms:
      ["timestamp", "отметка времени", "email address", "адрес электронной почты", "score", "балл"]
    case .yandexForms: ["id", "время создания", "created", "created_at"]
    case .qualtrics:
      [
        "startdate", "enddate", "status", "ipaddress", "progress", "duration (in seconds)",
        "finished", "recordeddate", "responseid", "recipientlastname", "recipientfirstname",
        "recipientemail", "externalreference", "locationlatitude", "locationlongitude",
        "distributionchannel", "userlanguage",
      ]
    case .surveyMonkey:
      [
        "respondentid", "respondent id", "collectorid", "collector id", "startdate", "start date",
        "date created", "enddate", "end date", "date modified", "ip address", "email address",
        "first name", "last name", "custom data 1", "custom data",
      ]
    case .oneKA: ["recnum", "itime", "status", "lurker", "relevance", "email"]
    case .microsoftForms:
      [
        "id", "start time", "completion time", "email", "name", "last modified time", "language",
        "время начала", "время выполнения", "время завершения", "электронная почта", "имя",
        "время последнего изменения",
      ]
    }
  }

  /// Columns of all programs of ODK.
  private static let odkColumns: Set<String> = Set(
    ["submissiondate", "key", "parent_key", "ismissingattachments", "_uri"]
      + ["instanceid", "instancename", "audit", "deprecatedid", "entity"].flatMap { name in
        ["meta-", "meta:", "meta."].map { $0 + name } + [name]
      })

  /// Columns without which it is another program: one of each list.
  private var marks: [[String]] {
    switch self {
    case .kobo: [["_uuid"], ["_submission_time"]]
    case .odkCentral: [["submissiondate"], ["key"], ["reviewstate", "submitterid"]]
    case .odk: [["meta-instanceid", "meta:instanceid", "meta.instanceid"]]
    case .surveyCTO: [["submissiondate"], ["key"]]
    case .surveySolutions: [["interview__key"], ["interview__id"]]
    case .limeSurvey:
      [
        ["submitdate", "date submitted", "дата отправки"],
        ["lastpage", "last page", "последняя страница"],
      ]
    case .googleForms: [["timestamp", "отметка времени"]]
    case .yandexForms: [["id"], ["время создания"]]
    case .qualtrics: [["responseid"], ["recordeddate"]]
    case .surveyMonkey: [["respondentid", "respondent id"], ["collectorid", "collector id"]]
    case .oneKA: [["recnum"]]
    case .microsoftForms:
      [
        ["id"], ["start time", "время начала"],
        ["completion time", "время выполнения", "время завершения"],
      ]
    }
  }

  /// The program that a header betrays; nil where none is sure.
  public init?(header: [String]) {
    let names = Set(header.map(Self.bare))
    let found = Self.allCases.first { producer in
      producer.marks.allSatisfy { $0.contains(where: names.contains) }
    }
    guard let found else { return nil }
    self = found
  }

  /// Columns of the program that say who answered, and from when to when, the likeliest first.
  private var ownRoles: [(role: ColumnRole, columns: [String])] {
    switch self {
    case .kobo:
      [(.identifier, ["_uuid", "instanceid"]), (.started, ["start"]), (.ended, ["end"])]
    case .odkCentral, .odk:
      [
        (.identifier, ["key", "meta-instanceid", "meta:instanceid", "meta.instanceid"]),
        (.started, ["start"]), (.ended, ["end"]),
      ]
    case .surveyCTO:
      [(.identifier, ["key"]), (.started, ["starttime"]), (.ended, ["endtime"])]
    case .surveySolutions: [(.identifier, ["interview__key"])]
    case .limeSurvey:
      [
        (.identifier, ["id", "response id", "id ответа"]),
        (.started, ["startdate", "date started", "дата начала"]),
        (.ended, ["submitdate", "date submitted", "дата отправки"]),
      ]
    case .googleForms: [(.ended, ["timestamp", "отметка времени"])]
    case .yandexForms: [(.identifier, ["id"]), (.ended, ["время создания", "created"])]
    case .qualtrics:
      [(.identifier, ["responseid"]), (.started, ["startdate"]), (.ended, ["enddate"])]
    case .surveyMonkey:
      [
        (.identifier, ["respondentid", "respondent id"]),
        (.started, ["startdate", "start date", "date created"]),
        (.ended, ["enddate", "end date", "date modified"]),
      ]
    case .oneKA: [(.identifier, ["recnum"]), (.ended, ["itime"])]
    case .microsoftForms:
      [
        (.identifier, ["id"]), (.started, ["start time", "время начала"]),
        (.ended, ["completion time", "время выполнения", "время завершения"]),
      ]
    }
  }

  /// The columns of a header by their roles: identifier, start and end.
  public func roles(in header: [String]) -> [ColumnRole: String] {
    ownRoles.reduce(into: [:]) { roles, entry in
      roles[entry.role] =
        entry.columns.lazy.compactMap { column in
          header.first { Self.bare($0) == column }
        }.first
    }
  }

  /// Whether a column is one that the program adds by itself.
  public func adds(_ column: String) -> Bool { ownColumns.contains(Self.bare(column)) }

  /// In lower case, without groups and without further rows of the header.
  static func bare(_ name: String) -> String {
    let first = name.split(whereSeparator: \.isNewline).first.map(String.init) ?? name
    let last = first.split(separator: "/").last.map(String.init) ?? first
    return last.trimmingSpace.lowercased()
  }
}

/// The header of a file whose program writes further rows of it, which come as records.
public struct ProducerHeader {
  public let producer: Producer?
  /// Names to be matched with the questionnaire.
  public let header: [Sheet.Cell]
  /// Rows of the table that belong to the header.
  public let rows: Int

  public init(_ table: FieldTable) {
    producer = Producer(header: table.header.map(\.text))
    switch producer {
    case .qualtrics:
      rows = Self.importIdentifierRows(table)
      header = table.header
    case .surveyMonkey where Self.hasSecondRow(table):
      rows = 1
      header = Self.joined(table)
    default:
      rows = 0
      header = table.header
    }
  }

  /// Rows up to the one that names `ImportId`: the texts of the questions, and identifiers in JSON. A
  /// workbook has the texts only: no time stands in its first row.
  private static func importIdentifierRows(_ table: FieldTable) -> Int {
    for row in 0..<min(2, table.rowCount) {
      let cells = (0..<table.columnCount).map { table.text(row: row, column: $0) }
      if cells.contains(where: ProgramHeader.isImportIdentifier) { return row + 1 }
    }
    let recorded = table.header.firstIndex {
      $0.text.lowercased() == ProgramHeader.recordedDate
    }
    guard let recorded, table.rowCount > 0 else { return 0 }
    let first = table.text(row: 0, column: recorded)
    return first.contains(where: \.isLetter) && !first.contains(where: \.isNumber) ? 1 : 0
  }

  /// A respondent always has an identifier; the second row of the header has none.
  private static func hasSecondRow(_ table: FieldTable) -> Bool {
    guard table.rowCount > 0,
      let column = table.header.firstIndex(where: {
        ProgramHeader.isRespondentIdentifier($0.text)
      })
    else { return false }
    return table.isEmpty(row: 0, column: column)
  }

  /// The question stands over its first choice only; `Response` says that there is but one column.
  private static func joined(_ table: FieldTable) -> [Sheet.Cell] {
    var question = ""
    return table.header.enumerated().map { column, cell in
      let second = table.text(row: 0, column: column).trimmingSpace
      if !cell.text.isEmpty { question = cell.text }
      let isOnly = ["", "response", "open-ended response", "ответ"].contains(second.lowercased())
      return Sheet.Cell(isOnly ? cell.text : "\(question) \(second)", at: cell.location)
    }
  }
}
