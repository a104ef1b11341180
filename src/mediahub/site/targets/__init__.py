"""Places elsewhere that hold what stands in `feeds/`: a folder, S3, SFTP, WebDAV."""
