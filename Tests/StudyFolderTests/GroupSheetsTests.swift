import SurveyModel
import Testing

@testable import StudyFolder

struct GroupSheetsTests {
  @Test func `the rows of a group become its categories`() throws {
    let marked = try MarkedSheet(
      """
      group,category,label::ru,question,choices,from,to
      education,higher,высшее,SD3,4 5 6,,
      education,other,прочее,SD3,1;2;3,,
      age,18-34,18–34 года,SD2,,18,34
      age,35+,35 и старше,SD2,,35,
      """, name: "groups")
    let (groupings, diagnostics) = Grouping.read(marked.sheet)
    #expect(diagnostics.isEmpty)
    #expect(groupings.map(\.name) == ["education", "age"])
    #expect(
      groupings[0].categories.map(\.rule) == [
        .choices(["4", "5", "6"]), .choices(["1", "2", "3"]),
      ])
    #expect(groupings[1].categories[1].rule == .range(from: 35, to: nil))
  }

  @Test(arguments: [
    ("group,category,question,choices\ng,a,Q1,1\ng,b,👉Q2,2\n", "question-differs"),
    ("group,category,question,choices\ng,a,Q1,1\ng,👉a,Q1,2\n", "duplicate-name"),
    ("group,category,question,choices\n👉g,a,Q1,\n", "rule-missing"),
    ("group,category,question,choices,from\n👉g,a,Q1,1,2\n", "rule-missing"),
    ("group,category,question,from,to\ng,a,Q1,18,40\ng,👉b,Q1,35,\n", "categories-overlap"),
    ("group,category,question,from,to\ng,a,Q1,18,35\ng,👉b,Q1,35,50\n", "categories-overlap"),
    ("group,category,question,from,to\ng,a,Q1,,35\ng,👉b,Q1,,50\n", "categories-overlap"),
    ("group,category,question,from,to\ng,a,Q1,18,35\ng,👉b,Q1,20,30\n", "categories-overlap"),
    ("group,category,question,choices\ng,a,Q1,1 2\ng,👉b,Q1,2 3\n", "categories-overlap"),
    ("group,category,question,choices,from\ng,a,Q1,1 7,\ng,👉b,Q1,,5\n", "categories-overlap"),
    ("group,category,question,from,to\ng,a,Q1,👉40,18\n", "value-out-of-range"),
  ])
  func `a faulty category is named with its place`(text: String, code: String) throws {
    let marked = try MarkedSheet(text, name: "groups")
    marked.expect(code, in: Grouping.read(marked.sheet).1)
  }

  @Test func `bands that touch do not overlap, nor do those of two groups`() throws {
    let marked = try MarkedSheet(
      "group,category,question,from,to\ng,a,Q1,,34\ng,b,Q1,35,\nh,a,Q1,30,40\n", name: "groups")
    #expect(Grouping.read(marked.sheet).1.isEmpty)
  }

  @Test(arguments: [
    ("city,wave,group,category,population\na,w,sex,1,👉-5\n", "value-out-of-range"),
    ("city,wave,group,category,population\na,w,sex,1,👉half\n", "not-a-number"),
    ("city,wave,group,category,population\na,w,sex,1,👉\n", "value-missing"),
    ("city,wave,group,category,population\na,w,👉sex*,1*2,5\n", "name-missing"),
    ("city,wave,group,category,population\na,w,sex,👉1||2,5\n", "name-missing"),
  ])
  func `a faulty margin is named with its place`(text: String, code: String) throws {
    let marked = try MarkedSheet(text, name: "margins")
    marked.expect(code, in: Margin.read(marked.sheet).1)
  }
}
