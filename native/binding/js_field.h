// One field of a plain JavaScript object, read as what it has to be.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "binding/napi_setup.h"

namespace ioproof {

/// Each reading throws Napi::TypeError with the field's name, what was expected and what was received.
class JsField {
public:
    /// Both names stay with the caller; they are told as `owner.name`.
    JsField(const char* owner, const char* name, Napi::Value value) : owner_(owner), name_(name), value_(value) {}

    bool isNull() const;
    bool boolean() const;
    /// Up to 2^53 - 1.
    int64_t integer(int64_t least) const;
    uint64_t size() const { return static_cast<uint64_t>(integer(0)); }
    uint32_t small() const;
    /// Without a zero character.
    std::string text() const;
    /// Two hexadecimal digits a byte.
    std::vector<std::byte> hexBytes() const;
    /// Position of the text among the choices.
    size_t choice(std::span<const std::string_view> choices) const;
    double real() const;
    /// A field of an object.
    JsField at(const char* name) const;
    std::vector<JsField> list() const;

private:
    [[noreturn]] void reject(const std::string& expected) const;

    const char* owner_;
    const char* name_;
    Napi::Value value_;
};

/// What cuFile does with a file that it has no direct path to, in the order of CufileCompat.
inline constexpr std::string_view cufileCompatNames[] = {"refuse", "allow", "force"};

}  // namespace ioproof
