// The driver of cuFile on the stand-ins: how it is told to refuse, what it says of itself, what it counts.
#include "gpu/cufile_driver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/io_error.h"
#include "test/standin_rig.h"

namespace ioproof {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A context, the library, and the driver opened.
class Rig {
public:
    explicit Rig(CufileCompat compat, const char* library = IOPROOF_STANDIN_CUFILE)
        : context_(), library_(library), driver_(library_, compat) {}
    const CufileDriver* operator->() const { return &driver_; }

private:
    const StandinContext context_;
    const CufileLibrary library_;
    const CufileDriver driver_;
};

JobError openingError(CufileCompat compat, const char* library = IOPROOF_STANDIN_CUFILE) {
    try {
        Rig rig(compat, library);
    } catch (const JobError& failed) {
        return failed;
    }
    return {"none", "nothing was thrown"};
}

TEST(CufileDriver, TellsOfItself) {
    const Rig rig(CufileCompat::Refuse);
    const CufileFacts facts = rig->facts();
    EXPECT_EQ(facts.library, IOPROOF_STANDIN_CUFILE);
    EXPECT_EQ(facts.version, "1.15");
    EXPECT_TRUE(facts.strict);
    EXPECT_THAT(facts.capabilities, ElementsAre("batch", "stream", "stats", "parameters"));
    EXPECT_EQ(facts.nvfsVersion, "2.28");
    EXPECT_THAT(facts.statusFlags, ElementsAre("nvme"));
    EXPECT_THAT(facts.controlFlags, IsEmpty());
    EXPECT_THAT(facts.featureFlags, ElementsAre("dynamic_routing", "batch_io", "streams", "parallel_io"));
    EXPECT_EQ(facts.maxDirectIoBytes, uint64_t{16} << 20);
    EXPECT_EQ(facts.maxBatch, 128u);
}

TEST(CufileDriver, IsStrictOnlyWhereItRefuses) {
    EXPECT_TRUE(Rig(CufileCompat::Refuse)->strict());
    EXPECT_FALSE(Rig(CufileCompat::Allow)->strict());
    EXPECT_FALSE(Rig(CufileCompat::Force)->strict());
    EXPECT_THAT(Rig(CufileCompat::Allow)->facts().controlFlags, ElementsAre("allow_compat_mode"));
}

TEST(CufileDriver, TellsWhyItDoesNotOpen) {
    const StandinScript none{{"STANDIN_DIRECT", "no-driver"}};
    const JobError error = openingError(CufileCompat::Refuse);
    EXPECT_EQ(error.code(), "CUFILE_DRIVER_NOT_INITIALIZED");
    EXPECT_THAT(error.what(), HasSubstr("cuFileDriverOpen: DRIVER_NOT_INITIALIZED (5001): "));
    EXPECT_EQ(openingError(CufileCompat::Allow).code(), "none");
}

TEST(CufileDriver, IsClosedWhenItsPropertiesCannotBeRead) {
    const StandinScript failing{{"STANDIN_FAIL", "cuFileDriverGetProperties:5030"}};
    // The stand-in aborts where a context is given up with the driver open.
    EXPECT_EQ(openingError(CufileCompat::Refuse).code(), "CUFILE_INTERNAL_ERROR");
}

TEST(CufileDriver, CountsWhatItMoves) {
    const TemporaryDirectory directory;
    SKIP_UNLESS_ON_DISK(directory);
    const Rig rig(CufileCompat::Refuse);
    const StandinFile file(directory.path("f"));
    const StandinMemory memory(8192);
    const auto before = rig->stats();
    ASSERT_TRUE(before);
    ASSERT_EQ(CUFILE(cuFileRead)(file.handle(), memory.base(), 8192, 0, 0), 8192);
    ASSERT_EQ(CUFILE(cuFileWrite)(file.handle(), memory.base(), 4096, 4096, 0), 4096);
    const auto after = rig->stats();
    ASSERT_TRUE(after);
    EXPECT_EQ(after->reads - before->reads, 1u);
    EXPECT_EQ(after->nvfsReads - before->nvfsReads, 1u);
    EXPECT_EQ(after->readBytes - before->readBytes, 8192u);
    EXPECT_EQ(after->nvfsWrites - before->nvfsWrites, 1u);
    EXPECT_EQ(after->writeBytes - before->writeBytes, 4096u);
    EXPECT_EQ(after->posixReads + after->posixWrites, 0u);
}

TEST(CufileDriver, HasNoStatisticsWhereTheVersionKeepsNone) {
    const StandinScript older{{"STANDIN_VERSION", "1140"}};
    const Rig rig(CufileCompat::Refuse);
    EXPECT_TRUE(rig->strict());
    EXPECT_FALSE(rig->stats());
    EXPECT_EQ(rig->facts().version, "1.14");
    EXPECT_THAT(rig->facts().capabilities, ElementsAre("batch", "stream", "parameters"));
}

TEST(CufileDriver, OfTheFirstVersionIsToldByTheEnvironment) {
    const JobError error = openingError(CufileCompat::Refuse, IOPROOF_STANDIN_CUFILE_OLD);
    EXPECT_EQ(error.code(), "CUFILE_TOO_OLD");
    EXPECT_THAT(error.what(), HasSubstr("cuFile before 1.8 takes allow_compat_mode from the environment only"));
    EXPECT_THAT(error.what(), HasSubstr("CUFILE_ALLOW_COMPAT_MODE=false"));
    EXPECT_EQ(openingError(CufileCompat::Force, IOPROOF_STANDIN_CUFILE_OLD).code(), "CUFILE_TOO_OLD");
    EXPECT_EQ(openingError(CufileCompat::Allow, IOPROOF_STANDIN_CUFILE_OLD).code(), "none");

    const StandinScript strict{{"CUFILE_ALLOW_COMPAT_MODE", "false"}};
    const Rig rig(CufileCompat::Refuse, IOPROOF_STANDIN_CUFILE_OLD);
    EXPECT_TRUE(rig->strict());
    EXPECT_EQ(rig->facts().version, "");
    EXPECT_THAT(rig->facts().capabilities, IsEmpty());
    EXPECT_FALSE(rig->stats());
    EXPECT_EQ(rig->maxBatch(), 0u);
}

TEST(CufileDriver, FindsAParameterThatTheVersionDoesNotKnowInTheEnvironment) {
    const StandinScript older{{"STANDIN_VERSION", "1130"}, {"CUFILE_ALLOW_COMPAT_MODE", "false"}};
    EXPECT_TRUE(Rig(CufileCompat::Refuse)->strict());
    EXPECT_THAT(openingError(CufileCompat::Allow).what(), HasSubstr("CUFILE_ALLOW_COMPAT_MODE=true"));
}

TEST(CufileDriver, HasNoCapabilityThatItsFeaturesLack) {
    const StandinScript bare{{"STANDIN_FEATURES", "0"}};
    const Rig rig(CufileCompat::Refuse);
    EXPECT_FALSE(rig->hasBatch());
    EXPECT_FALSE(rig->hasStream());
    EXPECT_EQ(rig->maxBatch(), 0u);
    EXPECT_THAT(rig->facts().capabilities, ElementsAre("stats", "parameters"));
}

TEST(CufileDriver, TakesNoLongerBatchThanIsDocumented) {
    const StandinScript large{{"STANDIN_MAX_BATCH", "500"}};
    EXPECT_EQ(Rig(CufileCompat::Refuse)->maxBatch(), 128u);
    const StandinScript small{{"STANDIN_MAX_BATCH", "16"}};
    EXPECT_EQ(Rig(CufileCompat::Refuse)->maxBatch(), 16u);
}

}  // namespace
}  // namespace ioproof
