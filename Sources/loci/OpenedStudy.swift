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

extension StudySession {
  /// Reads the sheets and imports the answers; prints the errors in them.
  ///
  /// - Throws: An exit status where nothing can be made of the study.
  static func opened(
    _ argument: StudyArgument, suppression: SuppressionOption? = nil,
    engine: ReadingEngine = .automatic
  ) throws -> StudySession {
    var session = try StudySession.read(argument.study, engine: engine) {
      Console.reportErrors($0, in: argument.study)
    }
    Console.reportErrors(session.diagnostics, in: argument.study)
    if suppression?.noSuppression ?? false {
      session = session.withoutSuppression
      Console.complain(
        "loci: nothing is hidden (--no-suppression): working material, not for publication\n")
    }
    guard !session.answers.samples.isEmpty else {
      throw Console.fail(
        session.isMissingFiles ? .noInput : .dataError, "there are no answers to work with")
    }
    return session
  }

  /// Reads the sheets and imports the answers, printing only what ends the command.
  ///
  /// - Parameter report: Prints what is wrong with sheets that no study can be made of.
  static func read(
    _ folder: String, engine: ReadingEngine = .automatic,
    report: ([Diagnostic]) -> Void = Console.report
  ) throws -> StudySession {
    let bar = ProgressBar()
    do {
      let session = try StudySession(folder: folder, engine: engine) { done, total in
        bar.show(done, of: total, "reading field files")
      }
      bar.end()
      return session
    } catch {
      report(error.reading.diagnostics)
      throw error.reading.isMissing ? ExitStatus.noInput.code : ExitStatus.dataError.code
    }
  }

  /// The answers weighted and scored; errors that weighting found are printed.
  ///
  /// - Throws: An exit status where no sample can be estimated from.
  func usable() throws -> WeightedStudy {
    let weighted = self.weighted
    Console.reportErrors(weighted.diagnostics, in: folder)
    guard !weighted.samples.isEmpty else {
      throw Console.fail(.dataError, "no sample can be estimated from")
    }
    return weighted
  }

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
