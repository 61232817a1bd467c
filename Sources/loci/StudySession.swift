import ArgumentParser
import Reporting
import StudyFolder
import SurveyAnalysis
import SurveyModel
import TabularFiles

/// The study that a command works on.
struct StudyArgument: ParsableArguments {
  @Argument(help: "The study's folder.", completion: .directory)
  var study: String
}

/// Whether figures about few people are hidden.
struct SuppressionOption: ParsableArguments {
  @Flag(help: "Hide nothing: never for publication.")
  var noSuppression = false
}

/// A study read from its folder, with its answers where they were asked for.
struct StudySession {
  let folder: String
  private(set) var study: Study
  let reading: StudyReading
  let answers: StudyAnswers

  /// Reads the sheets and imports the answers; prints what is wrong with them.
  ///
  /// - Throws: An exit status where nothing can be made of the study.
  init(
    _ argument: StudyArgument, suppression: SuppressionOption? = nil,
    engine: ReadingEngine = .automatic
  ) throws {
    var session = try StudySession.read(argument.study, engine: engine)
    Console.report(session.reading.diagnostics + session.answers.diagnostics)
    if suppression?.noSuppression ?? false {
      session.study = session.study.withoutSuppression
      Console.complain(
        "loci: nothing is hidden (--no-suppression): working material, not for publication\n")
    }
    self = session
    guard !answers.samples.isEmpty else {
      throw Console.fail(
        isMissingFiles ? .noInput : .dataError, "there are no answers to work with")
    }
  }

  private init(reading: StudyReading, study: Study, answers: StudyAnswers) {
    self.reading = reading
    self.study = study
    self.answers = answers
    folder = reading.folder
  }

  /// Reads the sheets and imports the answers, printing only what ends the command.
  static func read(
    _ folder: String, engine: ReadingEngine = .automatic
  ) throws -> StudySession {
    let reading = StudyReading(folder: folder)
    guard let study = reading.study else {
      Console.report(reading.diagnostics)
      throw reading.isMissing ? ExitStatus.noInput.code : ExitStatus.dataError.code
    }
    let bar = ProgressBar()
    let answers = StudyAnswers(of: study, in: reading.folder, engine: engine) { done, total in
      bar.show(done, of: total, "reading field files")
    }
    bar.end()
    return StudySession(
      reading: reading, study: study,
      answers: answers)
  }

  /// The answers weighted and scored; what weighting found goes to standard error.
  func weighted() throws -> WeightedStudy {
    let weighted = WeightedStudy(study, models: reading.models, samples: answers.samples)
    Console.report(weighted.diagnostics)
    guard !weighted.samples.isEmpty else {
      throw Console.fail(.dataError, "no sample can be estimated from")
    }
    return weighted
  }

  /// Whether a sheet, a questionnaire or a field file is not where it should be.
  var isMissingFiles: Bool {
    reading.isMissing || answers.diagnostics.contains { $0.code == "file-missing" }
  }

  /// All files that went in.
  var inputs: [InputFile] { reading.inputs + answers.inputs }

  /// Writes the records that were set aside to the study's private folder, and closes it to others.
  ///
  /// - Returns: Whether they are there; where they cannot be, that is said, and they are nowhere.
  func writeQuarantine() -> Bool {
    let place = PrivateFolder(of: folder)
    do {
      try Interruption.afterwards {
        if answers.quarantine.isEmpty {
          try place.close()
        } else {
          try place.add(answers.quarantine)
        }
      }
      return true
    } catch {
      let records = answers.ledger.map(\.quarantinedTotal.records).reduce(0, +)
      let lost =
        records == 0
        ? "" : "; \(records) quarantined \(plural(records, "record is", "records are")) not kept"
      Console.complain("loci: \(error)\(lost)\n")
      return answers.quarantine.isEmpty
    }
  }
}
