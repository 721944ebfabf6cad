CREATE TABLE IF NOT EXISTS placement (user_id VARCHAR(255) PRIMARY KEY, homeserver VARCHAR(255) NOT NULL);
MERGE INTO placement VALUES ('@ada:ac.cdl', 'east'), ('@bob:ac.cdl', 'west');
