/// A row of `sources.csv`: a field file and how it is to be understood.
public struct Source: Hashable, Sendable {
  /// The wave's name, or the column that holds its code.
  public enum Key: Hashable, Sendable {
    case fixed(String)
    case column(String)
  }

  /// What the sheet may say of a file's form; ``rawValue`` is its column.
  public enum FormProperty: String, Hashable, Sendable, CaseIterable {
    case delimiter, encoding
    case decimalMark = "decimal"
    case quote, escape
    case preambleRows = "preamble-rows"
    case headerRows = "header-rows"
    /// The sheet of a workbook, by its name or its number among those that are shown.
    case sheet
  }

  public var wave: Key
  public var city: Key
  /// Relative to the study's folder.
  public var file: String
  /// Where ``file`` lies on the disk, relative to the study's folder, where its name is composed
  /// otherwise there; nil where it is that name.
  public var foundPath: String?
  /// What `sources.csv` says in the place of ``file``, where that is a pattern with `*` or `?`.
  public var pattern: String?
  public var questionnaire: String
  /// What the sheet says of the file's form, as it stands there; what it does not say is found from
  /// the bytes.
  public var form: [FormProperty: String]
  /// Columns of the field file by what they are for.
  public var columns: [ColumnRole: String]
  /// How replicate weights were made, as it stands in the sheet: ``ReplicateColumns/Making``.
  public var replicateMethod: String?
  /// The scales of the replicates of `jkn`, as they stand in the sheet.
  public var replicateScales: String?
  /// Whether the file holds codes or labels of choices; nil where its columns tell.
  public var values: AnswerWriting?
  /// Which part of its dates with slashes comes first; nil where its columns tell.
  public var dates: DateOrder?
  /// 0 where the file holds the answers as observed, 1, 2, … where it is a completed data set of
  /// them, with imputed answers; nil where nothing is imputed.
  public var imputation: Int?
  /// Where the row stands in the sheet.
  public var location: SourceLocation

  public init(
    wave: Key, city: Key, file: String, questionnaire: String, form: [FormProperty: String] = [:],
    columns: [ColumnRole: String] = [:], replicateMethod: String? = nil,
    replicateScales: String? = nil,
    values: AnswerWriting? = nil, dates: DateOrder? = nil, imputation: Int? = nil,
    at location: SourceLocation
  ) {
    self.wave = wave
    self.city = city
    self.file = file
    self.questionnaire = questionnaire
    self.form = form
    self.columns = columns
    self.replicateMethod = replicateMethod
    self.replicateScales = replicateScales
    self.values = values
    self.dates = dates
    self.imputation = imputation
    self.location = location
  }

  /// Whether its answers are imputed ones.
  public var isCompleted: Bool { (imputation ?? 0) > 0 }

  /// What other sheets may call it, with `/` between folders: the file, or the pattern that found it.
  public var names: Set<String> { Set(([file] + (pattern.map { [$0] } ?? [])).map(\.withSlashes)) }
}

extension String {
  /// The path with `/` where Windows has `\`.
  package var withSlashes: String { String(map { $0 == "\\" ? "/" : $0 }) }
}
