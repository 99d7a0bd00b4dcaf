// No conversion of JavaScript's own: a number is a number, a text a text.
#include "binding/js_field.h"

#include <algorithm>
#include <cctype>
#include <cmath>

namespace ioproof {
namespace {

constexpr double largestExact = 9007199254740991;  // 2^53 - 1, Number.MAX_SAFE_INTEGER

}  // namespace

bool JsField::isNull() const { return value_.IsNull(); }

bool JsField::boolean() const {
    if (!value_.IsBoolean()) reject("true or false");
    return value_.As<Napi::Boolean>().Value();
}

int64_t JsField::integer(int64_t least) const {
    if (!value_.IsNumber()) reject("a whole number");
    const double number = value_.As<Napi::Number>().DoubleValue();
    if (number != std::floor(number) || number > largestExact || number < static_cast<double>(least))
        reject("a whole number from " + std::to_string(least) + " to 2^53 - 1");
    return static_cast<int64_t>(number);
}

uint32_t JsField::small() const {
    const uint64_t number = size();
    if (number > UINT32_MAX) reject("a whole number below 2^32");
    return static_cast<uint32_t>(number);
}

std::string JsField::text() const {
    if (!value_.IsString()) reject("text");
    std::string text = value_.As<Napi::String>().Utf8Value();
    if (text.find('\0') != std::string::npos) reject("text without a zero character");
    return text;
}

std::vector<std::byte> JsField::hexBytes() const {
    const std::string digits = text();
    std::vector<std::byte> bytes(digits.size() / 2);
    const auto isHex = [](char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; };
    if (digits.size() % 2 != 0 || !std::all_of(digits.begin(), digits.end(), isHex))
        reject("pairs of hexadecimal digits");
    for (size_t index = 0; index < bytes.size(); ++index)
        bytes[index] = static_cast<std::byte>(std::stoul(digits.substr(index * 2, 2), nullptr, 16));
    return bytes;
}

size_t JsField::choice(std::span<const std::string_view> choices) const {
    const std::string given = text();
    const auto found = std::find(choices.begin(), choices.end(), given);
    std::string expected = "one of";
    for (const auto choice : choices) expected += " " + std::string(choice);
    if (found == choices.end()) reject(expected);
    return static_cast<size_t>(found - choices.begin());
}

double JsField::real() const {
    if (!value_.IsNumber()) reject("a number");
    const double number = value_.As<Napi::Number>().DoubleValue();
    if (!std::isfinite(number) || number < 0) reject("a finite number that is not negative");
    return number;
}

JsField JsField::at(const char* name) const {
    if (!value_.IsObject()) reject("an object");
    return {owner_, name_, value_.As<Napi::Object>().Get(name)};
}

std::vector<JsField> JsField::list() const {
    if (!value_.IsArray()) reject("a list");
    const auto array = value_.As<Napi::Array>();
    std::vector<JsField> items;
    for (uint32_t index = 0; index < array.Length(); ++index) items.emplace_back(owner_, name_, array.Get(index));
    return items;
}

void JsField::reject(const std::string& expected) const {
    throw Napi::TypeError::New(value_.Env(), std::string(owner_) + "." + name_ + ": expected " + expected +
                                                 " but received " + value_.ToString().Utf8Value());
}

}  // namespace ioproof
