import Reporting
import ResponseImport
import SocioculturalFactors
import StudyFolder
import SurveyAnalysis
import SurveyModel

/// A study analysed, and all that its reports say of where they come from.
public struct ReportRun: Sendable {
  public let findings: ReportFindings
  /// Files that the study was made from, in order.
  public let inputs: [InputFile]
  /// The ledger of the field files.
  public let ledger: [ImportLedger]
  /// GeniusLoci's version.
  public let version: String

  public init(
    findings: ReportFindings, inputs: [InputFile], ledger: [ImportLedger], version: String
  ) {
    self.findings = findings
    self.inputs = inputs
    self.ledger = ledger
    self.version = version
  }
}

/// Which pages of a run are written.
public struct ReportScope: Hashable, Sendable {
  /// All cities where nil.
  public var cities: Set<String>?
  public var wave: String?
  public var language: String?

  public init(cities: Set<String>? = nil, wave: String? = nil, language: String? = nil) {
    self.cities = cities
    self.wave = wave
    self.language = language
  }

  /// Whether every page is written.
  public var isEverything: Bool { self == ReportScope() }

  func contains(city: String, wave: String) -> Bool {
    (cities?.contains(city) ?? true) && (self.wave == nil || self.wave == wave)
  }
}
