import ArgumentParser
import Testing

@testable import loci

/// Command lines of earlier versions, said as they are today.
struct EarlierSpellingTests {
  private func words(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }

  @Test(arguments: [
    ("factors S --types k-means", "factors types S --method k-means"),
    ("factors --types=k-means S --classes 2", "factors types --method=k-means S --classes 2"),
    ("factors S --model m.lav --ordinal", "factors model S --file m.lav --estimator=wlsmv"),
    (
      "factors S --model m.lav --estimator dwls --ordinal",
      "factors model S --file m.lav --estimator dwls"
    ),
    (
      "factors S --ordinal --model m.lav --estimator=ml",
      "factors model S --file m.lav --estimator=ml"
    ),
    ("factors S --scores bartlett --factor F", "factors scores S --method bartlett --factor F"),
    ("factors S --panel invariance", "factors panel S --topic invariance"),
    ("factors S --format csv", "factors reliability S --format csv"),
    ("factors S --format=csv --table=invariance", "factors invariance S --format=csv"),
    ("factors S --table reliability --format csv", "factors reliability S --format csv"),
    ("estimate S Q --contrast x --contrast y", "contrast S Q --cells x --cells y"),
    ("estimate S Q --by g --test mean", "test S Q --by g --method mean"),
    ("estimate S Q --letters", "test S Q --letters"),
    ("estimate S Q --model linear --on g", "regress S Q --family linear --on g"),
    ("estimate S Q --variance g", "variance S Q --between g"),
  ])
  func `an option that chose what is done becomes a command`(
    _ earlier: String, _ today: String
  ) throws {
    #expect(try EarlierSpelling.translated(words(earlier)) == words(today))
  }

  @Test(arguments: [
    "", "factors", "factors S", "factors S --factor F --format json", "factors --help",
    "factors types S --method k-means", "factors model S --file m.lav --format csv",
    "estimate S Q --by g", "estimate S Q -- --letters", "report S --model x",
  ])
  func `today's command lines stay as they are`(_ line: String) throws {
    #expect(try EarlierSpelling.translated(words(line)) == words(line))
  }

  @Test(arguments: [
    "factors S --types k-means --scores bartlett", "factors S --model m --panel invariance",
    "factors S --table reliability", "factors S --format csv --table loadings",
    "estimate S Q --contrast x --letters", "estimate S Q --model linear --variance g",
  ])
  func `different things at once are refused`(_ line: String) {
    #expect(throws: ValidationError.self) { try EarlierSpelling.translated(words(line)) }
  }
}
