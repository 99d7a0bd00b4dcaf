// What the stand-ins of CUDA and cuFile are told while a test runs; see test/standin/script.h.
#pragma once

#include <cstdlib>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ioproof {

/// Variables of the environment for as long as it lives: read by the next cuInit, so it comes before a session.
class StandinScript {
public:
    using Variable = std::pair<const char*, std::string>;

    StandinScript(std::initializer_list<Variable> variables) : StandinScript(std::vector<Variable>(variables)) {}
    StandinScript(const char* name, const std::string& value) : StandinScript({Variable{name, value}}) {}
    explicit StandinScript(const std::vector<Variable>& variables) {
        for (const auto& [name, value] : variables) {
            const char* before = std::getenv(name);
            before_.emplace_back(name, before == nullptr ? std::nullopt : std::optional<std::string>(before));
            setenv(name, value.c_str(), 1);
        }
    }
    ~StandinScript() {
        for (const auto& [name, value] : before_) {
            if (value) setenv(name, value->c_str(), 1);
            else unsetenv(name);
        }
    }
    StandinScript(const StandinScript&) = delete;
    StandinScript& operator=(const StandinScript&) = delete;

private:
    std::vector<std::pair<const char*, std::optional<std::string>>> before_;
};

}  // namespace ioproof
