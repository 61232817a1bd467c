import SurveyModel
import Testing

@testable import StudyFolder

struct PlaceSheetsTests {
  @Test func `cities keep their case forms and codes`() throws {
    let marked = try MarkedSheet(
      """
      city,code,label::ru,in::ru,of::ru,label::en,population
      pskov,60,Псков,в Пскове,Пскова,Pskov,"1 234,5"
      other,,Другой,,,Other,
      """, name: "cities")
    let (cities, diagnostics) = City.read(marked.sheet)
    #expect(diagnostics.isEmpty)
    #expect(cities.map(\.code) == ["60", "other"])
    #expect(cities[0].inCase["ru"] == "в Пскове")
    #expect(cities[0].population == 1234.5)
    #expect(cities[1].population == nil)
  }

  @Test(arguments: [
    ("city\n👉a/b\n", "bad-identifier"), ("city\n👉..\n", "bad-identifier"),
    ("city\n👉.a\n", "bad-identifier"), ("city\n👉a\\b\n", "bad-identifier"),
    ("city\n👉a\tb\n", "bad-identifier"), ("city\n👉\"a\nb\"\n", "bad-identifier"),
    ("city\n👉\(String(repeating: "x", count: 201))\n", "bad-identifier"),
    ("city\n👉\(String(repeating: "ж", count: 101))\n", "bad-identifier"),
    ("city\na\n👉A\n", "duplicate-name"), ("city\na\n👉a\n", "duplicate-name"),
    ("city,population\na,👉many\n", "not-a-number"), ("👉town\na\n", "column-missing"),
  ])
  func `a faulty city is named with its place`(text: String, code: String) throws {
    let marked = try MarkedSheet(text, name: "cities")
    marked.expect(code, in: City.read(marked.sheet).1)
  }

  @Test(arguments: [
    ("wave,sample\nw1,👉random\n", "value-unknown"), ("wave,sample\n👉w1,\n", "value-missing"),
    ("wave,sample,points\nw1,quota,👉same\n", "value-unknown"),
    ("wave,sample\nw1,quota\n👉w1,quota\n", "duplicate-name"),
    ("wave,sample\n👉Tables,quota\n", "bad-identifier"),
    ("wave,sample\n👉\(String(repeating: "w", count: 300)),quota\n", "bad-identifier"),
  ])
  func `a faulty wave is named with its place`(text: String, code: String) throws {
    let marked = try MarkedSheet(text, name: "waves")
    let diagnostics = Wave.read(marked.sheet).1
    #expect(diagnostics.map(\.code) == [code])
    #expect(diagnostics.first?.location.line == marked.mark?.line)
  }
}
