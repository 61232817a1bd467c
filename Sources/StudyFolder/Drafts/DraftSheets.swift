import SurveyModel
import TextFormats

/// The sheets of a draft beside its questionnaire: what is not known is blank.
struct DraftSheets {
  let id: String
  let languages: [String]
  /// What the study is called; empty where only its folder's name is known.
  let title: Label
  var waves = [DraftedPlace(name: "w1")]
  var cities = [DraftedPlace(name: "city")]
  /// Whether the files say that a program made the answers.
  var isSynthetic = false
  /// Whether every record of the files is an interview that a study has counted already.
  var isCounted = false
  /// Whether no record is set aside because it answers too little.
  var countsAll = false
  /// Rows of `sources.csv` under ``sourceColumns``.
  var sources: [[String]] = []
  /// Rows of `groups.csv` under ``groupColumns``.
  var groups: [[String]] = []
  /// Rows of `missing.csv`: question, source, value, reason.
  var missing: [[String]] = []
  /// Further rows of `missing.csv`, each with the name of a preset behind.
  var presets: [[String]] = []

  init(id: String, languages: [String], title: Label = Label()) {
    self.id = id
    self.languages = languages
    self.title = title
  }

  static let roles: [ColumnRole] = [
    .identifier, .weight, .stratum, .cluster, .interviewer, .started, .ended,
  ]

  /// What ``sources`` say of the files' form.
  var formColumns: [Source.FormProperty] = []

  private var sourceColumns: [String] {
    ["wave", "wave-column", "city", "city-column", "file", "questionnaire", "values"]
      + formColumns.map(\.rawValue) + Self.roles.map(\.name)
  }

  var groupColumns: [String] {
    ["group", "category"] + labels() + ["question", "choices", "from", "to"]
  }

  /// Columns of texts, one for each language.
  private func labels(_ name: String = "label") -> [String] { languages.map { "\(name)::\($0)" } }

  /// The cases of Russian, where the study speaks it.
  private var cases: [String] { languages.contains("ru") ? ["in::ru", "of::ru"] : [] }

  var files: [OutputFile] {
    let settings =
      [["key", "value"], ["id", id]] + languages.map { ["title::\($0)", title.text(in: $0) ?? id] }
      + [
        ["languages", languages.joined(separator: ";")],
        ["synthetic", isSynthetic ? "yes" : "no"], ["seed", "1"],
      ] + (countsAll ? [["partial-minimum", "0"]] : [])
    let cityColumns = ["city", "code"] + labels() + cases + ["population"]
    let waveColumns = ["wave", "code"] + labels() + ["start", "end", "sample", "points"]
    let factorColumns =
      ["factor"] + labels()
      + ["layer", "kind", "facet", "question", "keying", "scoring", "minimum", "maximum"]
    return [
      Self.file("study", settings),
      Self.file("cities", [cityColumns], cities.map { row($0, width: cityColumns.count) }),
      Self.file("waves", [waveColumns], waves.map { row($0, width: waveColumns.count) }),
      Self.file("sources", [sourceColumns] + sources),
      Self.file("groups", [groupColumns] + groups), Self.file("factors", [factorColumns]),
      Self.file(
        "margins", [["city", "wave", "group", "category", "population", "source", "date"]]),
      Self.file(
        "missing",
        [["question", "source", "value", "reason"] + (presets.isEmpty ? [] : ["preset"])],
        missing.map { $0 + (presets.isEmpty ? [] : [""]) } + presets),
      OutputFile(path: ".gitignore", text: ".loci/\n"),
    ]
  }

  /// What is known of a wave or a city: its name, code and labels.
  private func row(_ place: DraftedPlace, width: Int) -> [String] {
    let known = [place.name, place.code] + languages.map { place.label.text(in: $0) ?? "" }
    return known + Array(repeating: "", count: max(0, width - known.count))
  }

  private static func file(
    _ name: String, _ header: [[String]], _ rows: [[String]] = []
  ) -> OutputFile {
    OutputFile(
      path: "\(name).csv", text: (header + rows).map(FieldQuoting.sheet.record).joined())
  }

  /// What no file tells of any study.
  func questions() -> DraftQuestions {
    var questions = DraftQuestions()
    let form = title.text(in: languages.first ?? "")
    questions.ask(
      form.map { "Is the study called '\($0)' (title), as its form is?" }
        ?? "What is the study called (title)? Until it is said, it goes by the folder's name.",
      in: "study.csv", row: languages.map { "title::\($0)" }.joined(separator: ", "))
    questions.ask(
      "What kind of sample is it (sample: probability, quota, panel or open), and from when to when"
        + " were people asked (start, end)?",
      in: "waves.csv", row: waves.map(\.name).joined(separator: ", "))
    questions.ask(
      cities.allSatisfy { !$0.label.isEmpty }
        ? "How many people live in each city (population)?"
        : cities.map(\.name) == ["city"]
          ? "Which city is it (label), and how many people live there (population)? If the file holds"
            + " several, a row each here, and the column of their codes in city-column of sources.csv."
          : "What are the cities called (label), and how many people live in each (population)?",
      in: "cities.csv", row: cities.map(\.name).joined(separator: ", "))
    return questions
  }

  static func identifier(_ name: String) -> String {
    let letters = name.lowercased().map { character -> Character in
      character.isASCII && (character.isLetter || character.isNumber) ? character : "-"
    }
    let text = String(letters).split(separator: "-").joined(separator: "-")
    return text.isEmpty ? "study" : text
  }

  static var emptyQuestionnaire: [OutputFile] {
    emptyForm.map { OutputFile(path: "questionnaires/v1/\($0.name).csv", text: $0.text) }
  }

  private static let emptyForm: [(name: String, text: String)] = [
    (
      "survey",
      "type,name,label::ru,label::en,required,relevant,constraint,measure\n"
        + "select_one AGR5,Q1,Первый вопрос,First question,yes,,,ordinal\n"
    ),
    (
      "choices",
      "list_name,name,label::ru,label::en,missing,exclusive\n"
        + "AGR5,1,Совершенно не согласен(на),Strongly disagree,,\n"
        + "AGR5,2,Скорее не согласен(на),Rather disagree,,\n"
        + "AGR5,3,\"Отчасти согласен(на), отчасти нет\",\"Partly agree, partly not\",,\n"
        + "AGR5,4,Скорее согласен(на),Rather agree,,\n"
        + "AGR5,5,Полностью согласен(на),Strongly agree,,\n"
        + "AGR5,97,Затрудняюсь ответить,Don't know,dont-know,\n"
    ),
    ("settings", "form_title,form_id,version\nЧерновик,draft,v1\n"),
  ]
}
