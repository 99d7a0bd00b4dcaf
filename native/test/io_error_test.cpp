// The sentence and the fields of a failed call.
#include "core/io_error.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <string>

namespace ioproof {
namespace {

TEST(IoError, NamesOperationPathOffsetLengthAndErrno) {
    const IoError error(
        {.operation = OperationKind::Write, .path = "/data/f1", .offset = 8192, .length = 4096, .error = ENOSPC});
    EXPECT_EQ(error.code(), "IO_ERROR");
    EXPECT_STREQ(error.what(), "write of /data/f1 at offset 8192, 4096 bytes: ENOSPC (No space left on device)");
}

TEST(IoError, LeavesOffsetAndLengthOutWhereThereAreNone) {
    const IoError error({.operation = OperationKind::Open, .path = "/data/f1", .error = ENOENT});
    EXPECT_STREQ(error.what(), "open of /data/f1: ENOENT (No such file or directory)");
}

TEST(IoError, CallsAnErrorOfZeroTheEndOfTheFile) {
    const IoError error({.operation = OperationKind::Read, .path = "/data/f1", .offset = 0, .length = 10});
    EXPECT_NE(std::string(error.what()).find("end of file"), std::string::npos) << error.what();
}

TEST(IoError, NamesEveryErrno) {
    EXPECT_EQ(errnoName(EIO), "EIO");
    EXPECT_EQ(errnoName(512), "errno 512");
    const IoError error({.operation = OperationKind::Stat, .path = "/p", .error = 512});
    EXPECT_NE(std::string(error.what()).find("errno 512"), std::string::npos) << error.what();
}

TEST(IoError, HasANameForEachKindOfOperation) {
    for (const auto name : operationNames) EXPECT_FALSE(name.empty());
    EXPECT_EQ(nameOf(OperationKind::Read), "read");
    EXPECT_EQ(nameOf(OperationKind::Chain), "chain");
    EXPECT_EQ(indexOf(OperationKind::FirstByte) + 1, operationKindCount);
}

}  // namespace
}  // namespace ioproof
