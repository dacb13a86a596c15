CREATE USER IF NOT EXISTS 'countersign'@'%' IDENTIFIED BY 'countersign';
GRANT ALL PRIVILEGES ON `countersign\_%`.* TO 'countersign'@'%';
