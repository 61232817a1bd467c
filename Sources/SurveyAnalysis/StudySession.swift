import ResponseImport
import StudyFolder
import SurveyModel
import TabularFiles

/// A study read from its folder, with its answers.
///
///     let session = try StudySession(folder: "surveys/innovation-potential")
///     session.diagnostics
///     session.weighted.estimates(EstimateQuery(names: ["INN"]))
///
/// It prints nothing and decides nothing: findings are values, and what they mean for a program's
/// status is the program's.
public struct StudySession: Sendable {
  public let reading: StudyReading
  /// The study of the sheets, with its rule of disclosure unless that was lifted.
  public private(set) var study: Study
  public let answers: StudyAnswers

  /// Sheets that no study can be made of; what is wrong with them is in the reading.
  public struct Unreadable: Error, Sendable {
    public let reading: StudyReading
  }

  /// Reads the sheets and imports the answers of a study's folder.
  ///
  /// - Parameters:
  ///   - folder: The path of the study's folder.
  ///   - engine: What divides the field files into fields; no answer depends on it.
  ///   - progress: Told how many field files of how many were read, one call at a time.
  /// - Throws: ``Unreadable``, where the sheets are missing or too faulty to make a study of. Faulty
  ///   field files throw nothing: they are in ``diagnostics``.
  public init(
    folder: String, engine: ReadingEngine = .automatic,
    progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws(Unreadable) {
    let reading = StudyReading(folder: folder)
    guard let study = reading.study else { throw Unreadable(reading: reading) }
    self.reading = reading
    self.study = study
    answers = StudyAnswers(of: study, in: reading.folder, engine: engine, progress: progress)
  }

  /// The study's folder, as the reader of the sheets names it.
  public var folder: String { reading.folder }

  /// What is wrong with sheets, questionnaires and field files, in this order.
  public var diagnostics: [Diagnostic] { reading.diagnostics + answers.diagnostics }

  /// Whether a sheet, a questionnaire or a field file is not where it should be.
  public var isMissingFiles: Bool {
    reading.isMissing || answers.diagnostics.contains { $0.code == "file-missing" }
  }

  /// All files that went in: sheets and questionnaires, then field files.
  public var inputs: [InputFile] { reading.inputs + answers.inputs }

  /// The session with figures about few people shown: working material, not for publication.
  public var withoutSuppression: StudySession {
    var session = self
    session.study = study.withoutSuppression
    return session
  }

  /// The answers as they are analysed, under the names and codes that `crosswalk.csv` gives them.
  public var samples: [Sample] { study.harmonised(answers.samples) }

  /// The answers weighted and scored.
  ///
  /// - Complexity: O(interviews × questions), and what weighting and the errors' replicates cost.
  public var weighted: WeightedStudy {
    let observed = WeightedStudy(study, models: reading.models, samples: samples)
    return observed.having(imputations: answers.imputed.samples.map(study.harmonised))
  }

  /// Whether missing answers were imputed several times.
  public var isImputed: Bool { study.sources.contains { $0.imputation != nil } }
}
