// A rule of jobs with a job that breaks it, for tests that go through all rules of a kind.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <ostream>
#include <string>

#include "core/io_error.h"
#include "core/job_spec.h"

namespace ioproof {

struct BrokenRule {
    /// Part of the message.
    const char* words;
    std::function<void(JobSpec&)> spoil;
};

inline void PrintTo(const BrokenRule& rule, std::ostream* out) { *out << rule.words; }

/// `spec` is right until the rule is broken.
inline void expectToldByName(JobSpec spec, const BrokenRule& rule) {
    ASSERT_NO_THROW(spec.check());
    rule.spoil(spec);
    try {
        spec.check();
        FAIL() << "was not refused";
    } catch (const JobError& error) {
        EXPECT_EQ(error.code(), "BAD_SPEC");
        EXPECT_NE(std::string(error.what()).find(rule.words), std::string::npos) << error.what();
    }
}

}  // namespace ioproof
