// What the error codes of cuFile are called and what can be done about them; its library exports no words for them.
#pragma once

#include <string_view>

namespace ioproof {

/// No errno comes up to it; every code of cuFile is above.
inline constexpr int cufileErrorBase = 5000;

/// What an error of cuFile is called and what can be done about it.
struct CufileErrorWords {
    /// For example IO_NOT_SUPPORTED; UNKNOWN for one without a name.
    std::string_view name;
    /// Begins with a small letter and has no full stop; never empty.
    std::string_view hint;
};

CufileErrorWords wordsOfCufileError(int code);

}  // namespace ioproof
