import QuestionnaireDefinition
import SurveyModel
import TabularFiles
import TextFormats

/// The sheets of a new study, empty or made from field files, a codebook and a form.
public struct StudyDraft: Sendable {
  /// The study's files, by their paths in its folder.
  public private(set) var files: [OutputFile]
  /// What was found in the files that the draft is made from.
  public private(set) var diagnostics: [Diagnostic] = []
  /// What was understood and what is doubtful, in a few lines.
  public private(set) var summary: [String] = []

  /// Why nothing could be drafted.
  public struct Failure: Error, Hashable, Sendable {
    /// What is wrong with the files.
    public let diagnostics: [Diagnostic]
    /// What the caller asked for that does not go with the files, in words; nil for a fault of a file.
    public let misuse: String?

    init(_ diagnostics: [Diagnostic], misuse: String? = nil) {
      self.diagnostics = diagnostics
      self.misuse = misuse
    }
  }

  /// Creates an empty study with a question for an example.
  ///
  /// - Parameter name: Of the folder; the study's id is made from it.
  public init(named name: String) {
    let sheets = DraftSheets(id: DraftSheets.identifier(name), languages: ["ru", "en"])
    files = sheets.files
    files += DraftSheets.emptyQuestionnaire
    files.append(sheets.questions().file)
  }

  /// Creates a study from field files, or from a form.
  ///
  /// - Parameters:
  ///   - name: Of the folder; the study's id is made from it.
  ///   - sources: Field files of its waves and cities, or the files of a form.
  ///   - labels: Codebooks of the field files, or their form.
  ///   - columns: Columns that are drafted although they identify a person.
  ///   - form: What the user says of the field files' form; `sources.csv` says it too.
  public init(
    named name: String, from sources: [FileContents], labels: [FileContents] = [],
    including columns: [String] = [], form: [Source.FormProperty: String] = [:]
  ) throws(Failure) {
    files = []
    let id = DraftSheets.identifier(name)
    let material = try DraftMaterial(sources, labels: labels, including: columns, form: form)
    diagnostics = material.diagnostics
    if material.drafts.isEmpty {
      let file = sources.first?.file ?? "the file"
      guard columns.isEmpty else {
        throw Failure(
          diagnostics,
          misuse: "\(file) is a form, not answers: it has no columns to draft; leave out --with")
      }
      guard form.isEmpty else {
        let said = form.keys.map { "--\($0.rawValue)" }.sorted().joined(separator: ", ")
        throw Failure(
          diagnostics,
          misuse: "\(file) is a form, which is read as it stands; leave out \(said)")
      }
      let form = try material.form.files
      let sheets = DraftSheets(
        id: id, languages: material.form.languages, title: material.form.title)
      files = sheets.files + form + [sheets.questions().file]
    } else {
      try add(StudyMaking(id: id, material))
    }
  }

  private mutating func add(_ making: StudyMaking) {
    files = making.files
    diagnostics += making.diagnostics
    summary = making.summary
  }
}
