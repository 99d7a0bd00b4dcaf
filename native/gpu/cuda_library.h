// The CUDA driver library: its functions, and its failures as errors with a name and advice.
#pragma once

#include <string>

#include "gpu/cuda_abi.h"
#include "gpu/shared_library.h"

namespace ioproof {

class CudaLibrary {
public:
    /// Opens libcuda.so.1, or the library at `path` where that is not empty. Throws JobError CUDA_LIBRARY_MISSING, or
    /// CUDA_TOO_OLD where it lacks a function. Does not initialize.
    explicit CudaLibrary(const std::string& path);

    const cuda::Functions* operator->() const { return &functions_; }
    const std::string& path() const { return library_.path(); }
    /// For example 13.0; empty where it does not tell.
    std::string version() const;

    /// Throws JobError NO_GPU, GPU_NOT_FOUND, GPU_MEMORY or CUDA_FAILED with the name of the error for what is no
    /// success. `what`: the function, with its values where they help.
    void require(cuda::Result result, const std::string& what) const;
    /// `CUDA_ERROR_NO_DEVICE (100)`.
    std::string nameOf(cuda::Result result) const;

private:
    SharedLibrary library_;
    cuda::Functions functions_{};
};

}  // namespace ioproof
