import Testing

@testable import TextFormats

@Suite("JSON")
struct JSONValueTests {
  @Test func `Members keep their order, numbers their value`() {
    let value: JSONValue = [
      "question": "INA1", "choice": nil, "estimate": 61.2, "whole": 3.0, "n": 512,
      "by": ["sex": "1"], "tiny": 1e-7, "bad": .number(.nan), "list": [1, 2.5, true],
      "empty": [], "none": [:],
    ]
    #expect(
      value.text() == """
        {
          "question": "INA1",
          "choice": null,
          "estimate": 61.2,
          "whole": 3,
          "n": 512,
          "by": {
            "sex": "1"
          },
          "tiny": 1e-07,
          "bad": null,
          "list": [1, 2.5, true],
          "empty": [],
          "none": {}
        }

        """)
  }

  @Test func `An array of objects has each on lines of its own`() {
    let value: JSONValue = [["a": 1], ["a": 2]]
    #expect(value.text() == "[\n  {\n    \"a\": 1\n  },\n  {\n    \"a\": 2\n  }\n]\n")
  }

  @Test func `Text is escaped`() {
    let value: JSONValue = "a\"b\\c\n\r\t\u{1}я/"
    #expect(value.text() == "\"a\\\"b\\\\c\\n\\r\\t\\u0001я/\"\n")
  }
}
