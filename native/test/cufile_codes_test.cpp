// The words for errors of cuFile, where a failed operation and a failed call tell them.
#include "core/cufile_codes.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <set>
#include <string>

#include "core/io_error.h"
#include "gpu/cufile_library.h"

namespace ioproof {
namespace {

TEST(CufileCodes, HaveANameAndAnAdviceEach) {
    std::set<std::string_view> names;
    for (int code = 5001; code <= 5049; ++code) {
        if (code == 5021 || code == 5032) continue;
        const CufileErrorWords words = wordsOfCufileError(code);
        EXPECT_NE(words.name, "UNKNOWN") << code;
        EXPECT_TRUE(names.insert(words.name).second) << words.name << " stands for two codes";
        EXPECT_FALSE(words.hint.empty()) << code;
    }
    EXPECT_EQ(wordsOfCufileError(5008).name, "IO_NOT_SUPPORTED");
    EXPECT_EQ(wordsOfCufileError(5036).name, "GPU_MEMORY_PINNING_FAILED");
}

TEST(CufileCodes, OfLaterVersionsAreUnknownButTold) {
    for (const int code : {5021, 5032, 5050, 6000}) {
        EXPECT_EQ(wordsOfCufileError(code).name, "UNKNOWN") << code;
        EXPECT_FALSE(wordsOfCufileError(code).hint.empty()) << code;
    }
}

TEST(CufileCodes, NameAFailedOperation) {
    EXPECT_EQ(errnoName(5008), "CUFILE_IO_NOT_SUPPORTED (5008)");
    EXPECT_EQ(errnoName(5050), "CUFILE_UNKNOWN (5050)");
    const IoError error(
        {.operation = OperationKind::Read, .path = "/data/f1", .offset = 4096, .length = 4096, .error = 5018});
    EXPECT_STREQ(error.what(),
                 "read of /data/f1 at offset 4096, 4096 bytes: CUFILE_INVALID_FILE_TYPE (5018): cuFile takes regular "
                 "files and block devices only");
}

TEST(CufileOutcome, IsBytesOrAnErrorBelowThem) {
    EXPECT_EQ(cufileOutcome(0, EIO), 0);
    EXPECT_EQ(cufileOutcome(4096, EIO), 4096);
    EXPECT_EQ(cufileOutcome(-5008, EIO), -5008);
    // A failure of the file system.
    EXPECT_EQ(cufileOutcome(-1, ENOSPC), -ENOSPC);
    // Some versions give their own codes this way.
    EXPECT_EQ(cufileOutcome(-1, 5011), -5011);
    EXPECT_EQ(cufileOutcome(-1, 0), -EIO);
}

JobError errorOf(cufile::Error error) {
    try {
        CufileLibrary::require(error, "cuFileHandleRegister of \"/data/f1\"");
    } catch (const JobError& failed) {
        return failed;
    }
    return {"none", "nothing was thrown"};
}

TEST(CufileRequire, TellsFunctionNumberNameAndAdvice) {
    const JobError error = errorOf({.code = 5008, .cuda = 0});
    EXPECT_EQ(error.code(), "CUFILE_IO_NOT_SUPPORTED");
    EXPECT_STREQ(error.what(),
                 "cuFileHandleRegister of \"/data/f1\": IO_NOT_SUPPORTED (5008): this file has no direct path; "
                 "--gds-allow-compat runs through the memory of the host");
}

TEST(CufileRequire, TellsTheErrorOfCudaInside) {
    const JobError error = errorOf({.code = 5011, .cuda = 2});
    EXPECT_EQ(error.code(), "CUFILE_CUDA_DRIVER_ERROR");
    EXPECT_NE(std::string(error.what()).find("(5011), error 2 of CUDA"), std::string::npos) << error.what();
}

TEST(CufileRequire, NamesWhatIsNoCodeOfItsOwn) {
    const JobError error = errorOf({.code = ENOMEM, .cuda = 0});
    EXPECT_EQ(error.code(), "CUFILE_UNKNOWN");
    EXPECT_NE(std::string(error.what()).find("ENOMEM"), std::string::npos) << error.what();
}

TEST(CufileRequire, TakesNegativeCodesToo) {
    EXPECT_EQ(errorOf({.code = -5028, .cuda = 0}).code(), "CUFILE_HANDLE_ALREADY_REGISTERED");
}

TEST(CufileRequire, LetsSuccessPass) { EXPECT_EQ(errorOf({.code = 0, .cuda = 0}).code(), "none"); }

}  // namespace
}  // namespace ioproof
