import Foundation

/// Parsed JSON, for reading what the command printed; what is not there is null.
struct JSON {
  let value: Any?

  init(_ text: String) throws {
    value = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
  }

  private init(value: Any?) { self.value = value }

  subscript(_ key: String) -> JSON { JSON(value: object[key]) }

  var array: [JSON] { (value as? [Any])?.map { JSON(value: $0) } ?? [] }
  var object: [String: Any] { value as? [String: Any] ?? [:] }
  var keys: Set<String> { Set(object.keys) }
  var string: String? { value as? String }
  var integer: Int? { value as? Int }
  var number: Double? { value as? Double }
  var boolean: Bool? { value as? Bool }
}
