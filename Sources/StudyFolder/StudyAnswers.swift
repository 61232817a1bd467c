import Parallelism
import ResponseImport
import SurveyModel
import Synchronization
import TabularFiles

/// The answers of a study: its field files read against their questionnaires.
public struct StudyAnswers: Sendable {
  /// The answers as they were observed.
  public let imported: ImportedStudy
  /// The data sets in which missing answers were imputed.
  public let imputed: ImputedAnswers
  /// What is wrong with the field files, in the order of `sources.csv`.
  public let diagnostics: [Diagnostic]
  /// The field files, in the order of `sources.csv`.
  public let inputs: [InputFile]

  /// Rows of `sources.csv` of whose file, or of one of whose files, nothing counts: it could not be
  /// read, or every record of it was set aside.
  public let unread: [Source]

  /// One for each city and wave that has interviews. Where its imputed files cannot be used, its
  /// design lacks `imputation`, so that nothing is estimated from it.
  public var samples: [Sample] {
    imported.samples.map { sample in
      guard imputed.faulty.contains(sample.key) else { return sample }
      var sample = sample
      sample.design.unread.append(DesignVariables.imputation)
      return sample
    }
  }
  /// Of all files, the imputed ones last.
  public var ledger: [ImportLedger] { (imported.imports + imputed.imports).map(\.ledger) }

  /// Imports every source of a study; one that cannot be read is noted and left out.
  ///
  /// The files are read side by side; nothing depends on how many at a time.
  ///
  /// - Parameters:
  ///   - study: Whose sources and questionnaires are meant.
  ///   - folder: The study's folder.
  ///   - engine: What divides the field files into fields; no answer depends on it.
  ///   - progress: Told how many files of how many were read, one call at a time.
  public init(
    of study: Study, in folder: String, engine: ReadingEngine = .automatic,
    progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) {
    let context = ImportContext(study)
    let expanded = study.sources.map { $0.expanded(in: folder) }
    let named = FilesNamedTwice(expanded.map(\.sources), in: folder)
    let sources = named.sources
    let done = Mutex(0)
    let files = concurrentMap(sources.count) { index in
      defer {
        done.withLock {
          $0 += 1
          progress($0, sources.count)
        }
      }
      return ReadSource(sources[index], study, folder: folder, context, engine)
    }
    let read = files.compactMap(\.imported)
    imported = ImportedStudy(joining: read.filter { !$0.source.isCompleted }, context: context)
    imputed = ImputedAnswers(
      of: imported, completed: read.filter(\.source.isCompleted),
      numbers: Set(study.sources.filter(\.isCompleted).compactMap(\.imputation)), context: context)
    // Without a file as observed they complete nothing.
    let areOrphans = imputed.samples.isEmpty && imputed.faulty.isEmpty
    diagnostics =
      expanded.flatMap(\.diagnostics) + named.diagnostics + files.flatMap(\.diagnostics)
      + imported.diagnostics
      + imputed.imports.flatMap(\.diagnostics).filter { $0.severity != .note }
      + imputed.diagnostics
      + UnusedMissingCodes(study, in: imported.samples).diagnostics
    inputs = files.compactMap(\.input)
    unread =
      zip(study.sources, expanded).filter { $1.sources.isEmpty }.map { $0.0 } + named.leftOut
      + zip(sources, files).filter { source, file in
        file.isUnread || source.isCompleted && areOrphans
      }.map { $0.0 }
  }

  /// Where the records that were set aside go, private to the study.
  public static let quarantineFolder = ".loci/quarantine"

  /// The records that were set aside, relative to the study's folder.
  public var quarantine: [OutputFile] {
    QuarantineFile.files(for: imported.imports + imputed.imports).map {
      OutputFile(path: "\(StudyAnswers.quarantineFolder)/\($0.path)", bytes: $0.bytes)
    }
  }
}

/// One source, as far as it could be read.
private struct ReadSource: Sendable {
  var imported: SourceImport?
  var diagnostics: [Diagnostic] = []
  var input: InputFile?

  /// Whether nothing of it counts, although it holds records or cannot be read.
  var isUnread: Bool {
    guard let imported else { return true }
    return imported.samples.isEmpty && imported.ledger.records > 0
  }

  init(
    _ source: Source, _ study: Study, folder: String, _ context: ImportContext,
    _ engine: ReadingEngine
  ) {
    do {
      let contents = try FileContents(
        path: source.path(in: folder), displayPath: source.file)
      input = contents.input
      var options = try ReadingOptions(source.form, at: source.location)
      options.engine = engine
      let questionnaire = study.questionnaires[source.questionnaire]
      options.expectedNames = questionnaire.map { ExpectedNames($0, source, study.columnMappings) }
      let table = try FieldTable.reading(contents, options: options)
      guard let questionnaire else { return }
      imported = SourceImport.reading(
        table, source: source, questionnaire: questionnaire, context: context)
    } catch {
      diagnostics += error.diagnostics
    }
  }
}

extension ExpectedNames {
  /// The names and labels of a form's questions, and the columns that the source and `columns.csv`
  /// name.
  init(_ questionnaire: Questionnaire, _ source: Source, _ mappings: [ColumnMapping]) {
    let asked = questionnaire.questions.filter {
      $0.enclosingRepeat == nil && $0.kind.carriesData
    }
    self.init(
      columns: asked.flatMap { [$0.name] + $0.label.texts.values } + source.columns.values
        + mappings.filter { $0.concerns(source) }.map(\.column),
      repeats: questionnaire.questions.compactMap(\.enclosingRepeat))
  }
}

extension Source {
  func path(in folder: String) -> String {
    let path = foundPath ?? file
    return path.hasPrefix("/") ? path : "\(folder)/\(path)"
  }
}
