// What only batches and streams of cuFile have: limits, refusals of the library, and failures of the queue itself.
#include <gtest/gtest.h>

#include <cerrno>
#include <string>
#include <utility>
#include <vector>

#include "engines/cufile_batch_engine.h"
#include "test/cufile_rig.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

constexpr CufileCase batch{CufileMode::Batch, 8};
constexpr CufileCase stream{CufileMode::Stream, 8};

class CufileQueue : public testing::Test {
protected:
    void SetUp() override {
        SKIP_UNLESS_DIRECT(directory_);
        writeWholeFile(path(), contentOf(0, 0, 64 * 4096));
    }
    std::string path() const { return directory_.path("file"); }

    /// Code and message of what making the engine throws.
    std::pair<std::string, std::string> refusalOf(const JobSpec& spec) const {
        try {
            CufileRig rig(spec, {path()});
            return {};
        } catch (const JobError& error) {
            return {error.code(), error.what()};
        }
    }

    static std::vector<Chain*> placeAll(CufileRig& rig, uint32_t count) {
        std::vector<Chain*> all;
        for (uint32_t slot = 0; slot < count; ++slot) {
            EngineRig::place(rig.chain(slot), OperationKind::Read, 0, slot * 4096, 4096);
            all.push_back(&rig.chain(slot));
        }
        return all;
    }

    const TemporaryDirectory directory_;
};

TEST_F(CufileQueue, ABatchIsNoLongerThanTheDriverTakes) {
    const StandinScript most("STANDIN_MAX_BATCH", "8");
    EXPECT_EQ(refusalOf(cufileSpec(batch)).first, "");
    const auto [code, message] = refusalOf(cufileSpec({CufileMode::Batch, 9}));
    EXPECT_EQ(code, "CUFILE_BATCH_TOO_LARGE");
    EXPECT_NE(message.find("queueDepth 9"), std::string::npos) << message;
    EXPECT_NE(message.find("8 at most"), std::string::npos) << message;
}

TEST_F(CufileQueue, ABatchOnTheWayThroughTheHostIsNoLongerThanItsBuffers) {
    JobSpec spec = cufileSpec({CufileMode::Batch, 96, 1 << 20});
    EXPECT_EQ(refusalOf(spec).first, "") << "strict: nothing goes through the host";
    spec.cufileCompat = CufileCompat::Allow;
    const auto [code, message] = refusalOf(spec);
    EXPECT_EQ(code, "CUFILE_BATCH_TOO_LARGE");
    EXPECT_NE(message.find("posix_pool_slab_count"), std::string::npos) << message;
    spec.queueDepth = 64;
    EXPECT_EQ(refusalOf(spec).first, "");
    spec.workers = 2;
    EXPECT_EQ(refusalOf(spec).first, "CUFILE_BATCH_TOO_LARGE") << "the workers share the buffers";
    spec.queueDepth = 32;
    EXPECT_EQ(refusalOf(spec).first, "");
}

TEST_F(CufileQueue, WhatTheDriverHasNotGotIsRefusedByName) {
    {
        const StandinScript features("STANDIN_FEATURES", "0x9");
        for (const auto& one : {batch, stream}) EXPECT_EQ(refusalOf(cufileSpec(one)).first, "CUFILE_TOO_OLD") << one;
        EXPECT_EQ(refusalOf(cufileSpec({CufileMode::Sync, 1})).first, "");
    }
    EXPECT_EQ(refusalOf(cufileSpec(stream)).first, "");
}

TEST_F(CufileQueue, AStreamThatIsNotRegisteredIsToldAndUsedAllTheSame) {
    const StandinScript fail("STANDIN_FAIL", "cuFileStreamRegister:5022@3");
    CufileRig rig(cufileSpec(stream), {path()});
    EXPECT_FALSE(rig.has("registered-streams"));
    ASSERT_EQ(rig.engine().refused().size(), 1u);
    EXPECT_EQ(rig.engine().refused()[0].what, "registerStreams");
    EXPECT_EQ(rig.rig().run(OperationKind::Read, 0, 0, 4096), 4096);
}

TEST_F(CufileQueue, AFailedSubmissionIsTheResultOfAllThatWereInIt) {
    const StandinScript fail("STANDIN_FAIL", "cuFileBatchIOSubmit:5040@1");
    CufileRig rig(cufileSpec(batch), {path()});
    const std::vector<Chain*> all = placeAll(rig, 8);
    rig.engine().submit(all);
    EXPECT_EQ(rig.engine().reap(8, noDeadline).size(), 8u);
    for (const Chain* chain : all) EXPECT_EQ(chain->operations[0].result, -5040);
    rig.engine().submit(all);
    EXPECT_EQ(rig.engine().reap(8, noDeadline).size(), 8u);
    for (const Chain* chain : all) EXPECT_EQ(chain->operations[0].result, 4096);
}

TEST_F(CufileQueue, ARefusedStartIsTheResultOfItsTransfer) {
    const StandinScript fail("STANDIN_FAIL", "cuFileReadAsync:5038@2");
    CufileRig rig(cufileSpec(stream), {path()});
    EXPECT_EQ(rig.rig().run(OperationKind::Read, 0, 0, 4096), 4096);
    EXPECT_EQ(rig.rig().run(OperationKind::Read, 0, 0, 4096), -5038);
    EXPECT_EQ(rig.rig().run(OperationKind::Read, 0, 0, 4096), 4096);
}

TEST_F(CufileQueue, AQueueThatDoesNotTellEndsTheJobAndLeavesNothingUnderWay) {
    for (const auto& [one, script, code] : std::vector<std::tuple<CufileCase, std::string, std::string>>{
             {batch, "cuFileBatchIOGetStatus:5041@1", "CUFILE_INTERNAL_BATCH_GETSTATUS"},
             {stream, "cuEventQuery:700@1", "CUDA_FAILED"},
             {stream, "cuEventRecord:700@4", "CUDA_FAILED"}}) {
        SCOPED_TRACE(script);
        const StandinScript fail("STANDIN_FAIL", script);
        CufileRig rig(cufileSpec(one), {path()});
        const std::vector<Chain*> all = placeAll(rig, 8);
        try {
            rig.engine().submit(all);
            rig.engine().reap(1, noDeadline);
            FAIL() << "nothing was thrown";
        } catch (const JobError& error) {
            EXPECT_EQ(error.code(), code) << error.what();
        }
    }
}

TEST(CufileEvent, TellsOfSuccessByStatusAndBytesTogether) {
    const auto result = [](int status, ssize_t bytes) {
        return resultOf({.cookie = nullptr, .status = status, .result = static_cast<size_t>(bytes)});
    };
    EXPECT_EQ(result(cufile::complete, 4096), 4096);
    EXPECT_EQ(result(cufile::complete, -5030), -5030);
    EXPECT_EQ(result(cufile::failed, 4096), -EIO);
    EXPECT_EQ(result(cufile::failed, -ENOSPC), -ENOSPC);
    EXPECT_EQ(result(cufile::timedOut, 0), -ETIMEDOUT);
    EXPECT_EQ(result(cufile::cancelled, 4096), -ECANCELED);
    EXPECT_EQ(result(cufile::invalid, 0), -EINVAL);
}

TEST_F(CufileQueue, ABatchThatCannotBeSetUpIsAnErrorByName) {
    const StandinScript fail("STANDIN_FAIL", "cuFileBatchIOSetUp:5030");
    const auto [code, message] = refusalOf(cufileSpec(batch));
    EXPECT_EQ(code, "CUFILE_INTERNAL_ERROR");
    EXPECT_NE(message.find("cuFileBatchIOSetUp of 8 entries"), std::string::npos) << message;
}

}  // namespace
}  // namespace ioproof
